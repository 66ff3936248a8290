// What Microsoft's renderer of Adaptive Cards has to say against the cards on standard input, by name.
const { AdaptiveCard, SerializationContext, Versions } = require(process.argv[2] + "/node_modules/adaptivecards/dist/adaptivecards.js");
const cards = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const complaints = {};
for (const [name, card] of Object.entries(cards)) {
  const context = new SerializationContext(Versions.v1_5);
  new AdaptiveCard().parse(card, context);
  const said = [];
  for (let i = 0; i < context.eventCount; i++) said.push(context.getEventAt(i).message);
  if (said.length) complaints[name] = said;
}
console.log(JSON.stringify(complaints));
