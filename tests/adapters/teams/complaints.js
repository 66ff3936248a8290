// Prints what Microsoft's renderer of Adaptive Cards reports about the cards on standard input, by name.
const { AdaptiveCard, SerializationContext, Versions } = require(process.argv[2] + "/node_modules/adaptivecards/dist/adaptivecards.js");
const cards = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const complaints = {};
for (const [name, card] of Object.entries(cards)) {
  const context = new SerializationContext(Versions.v1_5);
  new AdaptiveCard().parse(card, context);
  const reported = [];
  for (let i = 0; i < context.eventCount; i++) reported.push(context.getEventAt(i).message);
  if (reported.length) complaints[name] = reported;
}
console.log(JSON.stringify(complaints));
