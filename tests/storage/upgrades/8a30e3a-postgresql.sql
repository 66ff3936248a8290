CREATE TABLE public.actions (
    id character varying NOT NULL,
    partnership character varying NOT NULL,
    number integer NOT NULL,
    words character varying NOT NULL,
    said_at timestamp with time zone NOT NULL,
    by date,
    owner character varying NOT NULL,
    did character varying,
    did_at timestamp with time zone
);
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.alerts (
    id character varying NOT NULL,
    partnership character varying NOT NULL,
    round character varying NOT NULL,
    number integer NOT NULL,
    kind character varying NOT NULL,
    theme character varying NOT NULL,
    size integer NOT NULL,
    point character varying NOT NULL,
    said_at timestamp with time zone NOT NULL,
    response character varying
);
CREATE TABLE public.answers (
    round character varying NOT NULL,
    pseudonym bytea NOT NULL,
    question character varying NOT NULL,
    sealed bytea NOT NULL
);
CREATE TABLE public.asked (
    id character varying NOT NULL,
    person character varying NOT NULL,
    invitation character varying NOT NULL,
    "on" date NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
CREATE TABLE public.channels (
    id character varying NOT NULL,
    partnership character varying NOT NULL,
    address character varying NOT NULL,
    name character varying NOT NULL,
    within character varying
);
CREATE TABLE public.codes (
    id character varying NOT NULL,
    partnership character varying NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
CREATE TABLE public.comments (
    id character varying NOT NULL,
    round character varying NOT NULL,
    words character varying NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
CREATE TABLE public.conversations (
    id character varying NOT NULL,
    next_at timestamp with time zone NOT NULL
);
CREATE TABLE public.deliveries (
    id character varying NOT NULL,
    lane character varying NOT NULL,
    "to" character varying NOT NULL,
    kind character varying NOT NULL,
    subject character varying NOT NULL,
    due_at timestamp with time zone NOT NULL,
    late_at timestamp with time zone NOT NULL,
    partnership character varying NOT NULL,
    member character varying NOT NULL,
    state character varying NOT NULL,
    attempts integer NOT NULL,
    error character varying NOT NULL
);
CREATE TABLE public.heard (
    id character varying NOT NULL,
    round character varying NOT NULL,
    until_at timestamp with time zone NOT NULL
);
CREATE TABLE public.installations (
    id character varying NOT NULL,
    sealed bytea NOT NULL,
    renew_at timestamp with time zone,
    leased_until timestamp with time zone
);
CREATE TABLE public.invitations (
    id character varying NOT NULL,
    round character varying NOT NULL,
    member character varying NOT NULL
);
CREATE TABLE public.lanes (
    id character varying NOT NULL,
    next_at timestamp with time zone NOT NULL,
    wakes_at timestamp with time zone DEFAULT '1970-01-01 00:00:00+00'::timestamp with time zone NOT NULL
);
CREATE TABLE public.mailboxes (
    id character varying NOT NULL,
    person character varying NOT NULL,
    sealed bytea NOT NULL,
    digest character varying NOT NULL,
    typed_by character varying NOT NULL,
    confirmed boolean NOT NULL,
    silence character varying,
    links integer NOT NULL
);
CREATE TABLE public.members (
    id character varying NOT NULL,
    partnership character varying NOT NULL,
    organisation character varying NOT NULL,
    person character varying NOT NULL,
    role character varying NOT NULL,
    standing character varying NOT NULL,
    since_at timestamp with time zone NOT NULL
);
CREATE TABLE public.no_mail (
    id character varying NOT NULL,
    "on" date NOT NULL
);
CREATE TABLE public.notes (
    id character varying NOT NULL,
    partnership character varying NOT NULL,
    "on" date NOT NULL,
    words character varying NOT NULL
);
CREATE TABLE public.organisations (
    id character varying NOT NULL,
    partnership character varying NOT NULL,
    name character varying NOT NULL,
    standing character varying NOT NULL,
    lead_body boolean NOT NULL,
    region character varying NOT NULL
);
CREATE TABLE public.partnerships (
    id character varying NOT NULL,
    name character varying NOT NULL,
    zone character varying NOT NULL,
    language character varying NOT NULL,
    founded_at timestamp with time zone NOT NULL,
    purpose character varying NOT NULL,
    field character varying NOT NULL,
    kind character varying NOT NULL,
    degree character varying NOT NULL,
    pack character varying NOT NULL,
    rhythm character varying NOT NULL,
    rhythm_at timestamp with time zone,
    next_round_at timestamp with time zone,
    round character varying NOT NULL,
    rounds integer NOT NULL,
    threshold integer NOT NULL,
    reminders integer NOT NULL,
    ended_at timestamp with time zone
);
CREATE TABLE public.passes (
    id character varying NOT NULL,
    person character varying NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
CREATE TABLE public.people (
    id character varying NOT NULL,
    address character varying NOT NULL,
    home character varying,
    name character varying NOT NULL,
    zone character varying NOT NULL,
    language character varying NOT NULL,
    paused_until date
);
CREATE TABLE public.posted (
    id character varying NOT NULL,
    message character varying NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
CREATE TABLE public.posts (
    id character varying NOT NULL,
    "to" character varying NOT NULL,
    card character varying NOT NULL,
    about character varying NOT NULL,
    posted_at timestamp with time zone NOT NULL,
    said character varying NOT NULL
);
CREATE TABLE public.readings (
    id character varying NOT NULL,
    round character varying NOT NULL,
    partnership character varying NOT NULL,
    theme character varying NOT NULL,
    question character varying NOT NULL,
    anchor boolean NOT NULL,
    scored integer NOT NULL,
    invited integer NOT NULL,
    mean double precision,
    band character varying NOT NULL,
    low double precision,
    high double precision,
    spread double precision,
    counts character varying,
    agreement character varying NOT NULL,
    split boolean,
    low_share character varying NOT NULL,
    gap double precision,
    uneven boolean,
    unsure boolean NOT NULL
);
CREATE TABLE public.rebases (
    id character varying NOT NULL,
    partnership character varying NOT NULL,
    theme character varying NOT NULL,
    from_at timestamp with time zone NOT NULL,
    reason character varying NOT NULL,
    author character varying NOT NULL
);
CREATE TABLE public.rounds (
    id character varying NOT NULL,
    partnership character varying NOT NULL,
    kind character varying NOT NULL,
    number integer NOT NULL,
    questions character varying NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    closes_at timestamp with time zone NOT NULL,
    may_close_at timestamp with time zone NOT NULL,
    state character varying NOT NULL,
    own character varying NOT NULL,
    closed_at timestamp with time zone,
    invited integer NOT NULL,
    replies integer NOT NULL
);
CREATE TABLE public.sign_ins (
    id character varying NOT NULL,
    browser character varying NOT NULL,
    person character varying NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
INSERT INTO public.actions VALUES
	('74hpi2bztdumy7jh', 'harbour', 2, 'Rotate the chair', '2026-09-07 09:00:00+00', NULL, '', NULL, NULL),
	('3ratoc5ctdevuth4', 'harbour', 1, 'Share the budget papers', '2026-09-07 09:00:00+00', '2026-09-25', 'member:member-ben', 'yes', '2026-09-19 09:00:00+00');
INSERT INTO public.alembic_version VALUES
	('0001');
INSERT INTO public.alerts VALUES
	('nv2n76c4iu4avqrx', 'harbour', 'fm426vss5xvwp5p2', 4, 'down', 'power', 3, 'power.last-choice', '2026-10-16 15:30:00+00', 'talk'),
	('rvnhclju7juiw4yd', 'harbour', 'fm426vss5xvwp5p2', 4, 'down', 'purpose', 3, 'purpose.one-sentence', '2026-10-16 15:30:00+00', 'talk'),
	('rii6ynk2x6tthclq', 'harbour', 'fm426vss5xvwp5p2', 4, 'down', 'trust', 3, 'trust.promised', '2026-10-16 15:30:00+00', 'talk');
INSERT INTO public.answers VALUES
	('ngeve2gl2ydisgm4', '\xf9f0150dd81b9b604bd9db933bf98531', 'trust.reliable@1', '\xc311fffd2a446ff2c2986c3a3f4eecce63f067d04330af62d0b2e3fca87e4fa4216de5dd38202f85d30be223'),
	('ngeve2gl2ydisgm4', '\xf9f0150dd81b9b604bd9db933bf98531', 'purpose.agree@1', '\x0aacbb94645462c44342b38888d4496470ff7bce437c9fa97191c7609c41a84bd47379209e2f2e409d0eced6'),
	('ngeve2gl2ydisgm4', '\xf9f0150dd81b9b604bd9db933bf98531', 'power.voice@1', '\xcf604b481b61f31ebce75f0a1818910e94fcf277160293d5452007efd8e69a5e9657f9541cb55bbd66cb9867'),
	('ngeve2gl2ydisgm4', '\xf9f0150dd81b9b604bd9db933bf98531', 'purpose.fit@1', '\xf6871b701569f99735d438c2b9c94db486627652aa4a4a154766706e85cfe3dc27873f6cef55960c551e9542'),
	('ngeve2gl2ydisgm4', '\xf9f0150dd81b9b604bd9db933bf98531', 'learning.mistakes@1', '\xb4323bbc3ea17d256c3c5c2bd4e658a50486d0ca963322b71aaf0207e3e96834e3f90eba6ce45f2550b4ae79'),
	('ngeve2gl2ydisgm4', '\xf9f0150dd81b9b604bd9db933bf98531', 'comment', '\xb51194845894d15941a42908146201d3a47599bd96a4ac4db126fcae5cf37aa0b098b109e4227083b08df4f16f3ea61c3f0056f14097494be7a6bfcb3e83459a7a99f336d6b82bc5d0919bb0332d584cfded68192681e622d345f7ae6372d797ecca0434d50e1bbb054b9af69a42163b229bba2f66c7ecf27d40ad2fadb71da14b2bcbb73d906022f8b3c3f61dd04f6c93b6d33b0655e8481d3455cb7f47d163a2f6a91f4c825f3432a081e81471ea36c3948dde458c00d50fbf205397b8180022fb66667c4c3e1d729d7327195c743d34e5e68c4781904ce090abedf4f374f9270135365046270d2be02ff7066abe0fbbae1d955c86067fb9804bc507cc4a9226aeca2a40a685fb532390570d5f2f0256b5ae16cad09a30193310b5277751434e400aec6964d3e7207598276201e7c15b879bc8c214d3b21dbdff5dddc65f22d0839bb7496049a7b1ec8bc46acdd90dacba563ee55094e960c35bccaeeb8383bfa8a2471ce29fc04f58f154ec191878e0385b65b3bb10cb5f5f63f1bb82d6b874c1632dc693a6c21686dbb79e82a5f7a41e17f417a9d6629f861e349efcf65014ea18e91f55920cb4b550d063a8331ab17f7d60e5899e236e56f223a466baab3fc850785d1fb24acb4b48bea89d24f821e6729e9969ec5867a844c95dec90c34cd815f7cc29b558e85f2442464532b6c236d68563ae00220aa1f20df60112f21601c36751e3f13e8051ddfe43aca972a17a037c177cae6f4f2b2abc08563e7cbf1b6e5d69309eaad22fe5f5ad36aa4bca18f3f68038cca369480dd0f01187e1167c5397ffc9dde674e47188b95a2a81aca2f879b0236dbfa4a60d090f19b1866fe84f35a97f93e585459d764634d9803176972018ca0399be7f3a58b34741c0ff1144600433a03c5a1e4e822df6566565088e6bcf5291cbf31d4fbf81615cef83508c52abeee4942649113a6fb8c7da94e13d9f7477c24cb65ecc35b435abded742da183b9f52d3cf82dfd07e6d3c5f7ed2e3d9bb9a1f6ed47ddf0bbc4c9fc040aed3321c2ec87dfc66c9364938a228b99a43346be9aeb98466d3ed3e5ace0d29ad2d9da4edb68c9032efbfc9bcaf7e70dcc04d41ec3ba3a86ae8a318991a8362e1f1f78f94969284c3b4c326843c6c625e862841e09f1fbd49994ddad933ea1a1b9a50d9106430f180e2a00f0d5ba7d1fe0ed357099201301c932da3bb8d7229dffe827ba3526ed92bfcb038f8c12955450a71d9a81dc08e187d4a36d4a6e43355882f8f9360438d6cae690906ce2b30d47e892977f633e9dbcef397138ef93d4abab2d2d4c4ad10065c4f09e378937ff6fc851f652fd66e1f38dc6039576c310221a4df0720a6ef253afc10dc68fac50ffccbf7c8d0a9904271766042e771406a0691f1430eccef33cce877043279062ca94c0bcce98d6f150c2808e607260ab1c911dc8946c100c09123d72730d894d88e4389f5736fc209b3bebd20cca6b64e13c504d91ea8818b896fc0c45fa6cf0a7cb8563e4ebaaf8578a73a9c165286dd3ae3fa748f562c75c4b30a3c6daa833b1c63771f1fd3c515ed73e50fbe4ee8b7e74bcc0efcb826112241c67bad58fd21926b32c04030c9a04c7dc98ed599a7a5a3b90d0d5007bdb8e6fa49ad6547c12569e401818b135e118dd71461c9a5bc268d5c8d1e2894990b4f19d9d45272ed8747291b55dc939f44bcb76802cbfdc3faec6b71cfcf40bfa92c96d0a8b4c2db3d3b24eac64a18a9617bb7b7577db703ad4c39cdcceaedeec995eeae43f2e549e335a8556aa7aa59fec8efbde2d9d7b588449c33d10b1b9c56f9ebb3b82e2c7cab42a84e8082d577dc26a661c14f4c517ea9de7648d1464c194eb521d0e0d939355a8302de625282dcef576a62e46a2ce8ca39766bfd63845cb5e2493dfbfeb9ab83e2929951a57616d88cbc0233d746faa81aed816f266a9ca487fcbf738548787c540313d75ca169ff6815590e0e5ccff8a063a11e418eb313cff68fc525773219056d8ca1042b327645f7d4c04bbcd150644cde5838406b36950120949ab54dbc91184459cc8b50441d889713e4dd1c72a3abd80f5217e9f4dd37ad050386a40ed8fb1e59b936f91d7f4ac154abe3e0de6ba9d7d7e530c7a9f033d73dc5416cc63b0a7ed3c84c82fbeae0b0087af35980d70e8a9c8b3ddbe4f488bdc5effd8b70979d90b8e2714fd5c21dfe0663bf5a86fc1323db34e2e49be86c565b274973a392bc12a5646417d9aa7271b1d54242a68e5d359a518e21db884f6ed9a5c7233b1757c212a4f415dc246e68e91670e9f2ffcc5a9eef10f0626231725556e468d303a2902ffd49db493b69c05696f562d50be531cc575aeac6c3e2463b0d313dbefb3e3b94e76f2f91e343ed2217b5114de57e79ba065909cae58f07db6f755e2b145cec1f41f025bda55eaff4c454427c6e444edbcc776bc3ba0c2566cc34190b80276b8968a09c1facb75b2ba8042f3dcb821143fcb32ab2ae8b6503d95a8798f20eb1539e0ac931a16e1f2e8ada78f9b025ad6210232c9dfa04e3b0edf50ba5fd5148f54624a5a49f64c3eb9aedac8009d4fd5110c07480018a33cf46d3b270b54443706eceb8ba97ee020d3922d9d1421e9f6d7f81dc9d459d79ea77d7df5c77729e700c8d0c038ddce64c3b828c38bdd7cae1bfdebde27e22fa3f9bb026b397faecb31e6ac0a85737aabcb8fb9b971b3494bfe3d8148a612495410a9825b0d64984925a68e75275336e7828abd05782a6060a4799decfc7c3e88d8af9726b26341686b770c81e14612f130cad5fee04fc8693a60afe638575f186fefad7a4069ee2b9d5b2812a6109f5cd51a35a3f24bfc9dd8928c4a0924ccdcbfcc3a3c131085cb78388cb6057b5eb28c291909241f7663e3a5396052e1a8d0dc8f6278a90a7502cd06e173330'),
	('ngeve2gl2ydisgm4', '\x6c8b9d5a0115147b0052f5e0b3e6a334', 'trust.reliable@1', '\x7190882ed5328da954eb97522eda5c53184a4287fa58ffeb535f9357c6304a8c9db85c80523e8f97eb8161a4'),
	('ngeve2gl2ydisgm4', '\x6c8b9d5a0115147b0052f5e0b3e6a334', 'purpose.agree@1', '\x06a5804ef12281c1a70a46ec97bd1a5bd97bfaea5881b631904e4ad77c38a67e3f9de6687d45e8ab26cf805e'),
	('ngeve2gl2ydisgm4', '\x6c8b9d5a0115147b0052f5e0b3e6a334', 'power.voice@1', '\x5728286f6c37c536afeaf20e9b71924d28e6328a5182145ae1a7bc091e93732cb334621cafe1983e4d5ed211'),
	('ngeve2gl2ydisgm4', '\x6c8b9d5a0115147b0052f5e0b3e6a334', 'purpose.fit@1', '\x18648f3d9e7a5504eacb65ff87e218f1d49828b26be9a714a7967bf9607a9743cc69eb54fb9c6653717c1cd1'),
	('ngeve2gl2ydisgm4', '\x6c8b9d5a0115147b0052f5e0b3e6a334', 'learning.mistakes@1', '\xb4f65dd69a96ec17f6f2125d190f8d8654a6479f8d2d39e7a41388d46d26e7a179f0d27d76b9aec07e397ea9'),
	('ngeve2gl2ydisgm4', '\x6c8b9d5a0115147b0052f5e0b3e6a334', 'comment', '\xc768539b0d0b445646c9572d47ca7c9c2f6d968fdfd8b466ff11a4089756d0b7d73e3590d7aeadf43acb59eeb5f2edc609b94aa1fa103d3cce2e997d3c88cc9f1e16bbc3f8e3b6d094d5ba48a685f6c82dcaa30f41a3b28f51c678f443fe481e8a1db0637d32b21d58ae1a5325d8ab4bb26d7af802ddea07c64f3b8b60f9eb8066b5d4d7cff223c76d4547b06ad4b89531e270ca476fa915444f3a2727fd526102af01aea80791e9c6212f0a408fa3bf32d1b33552318feee5cd8b17c20bde29341d5f9bafadcf63cb37bab5a8d531607f7306096f8476419aa205a8018d806319b1337f8a62faa01fa0de2b43648ce9ca37f0025af597e627c0f7d425ee4eb7505b90a6463c66cd8eb9b367fcfc2a0ee9a5d323d90cc1d42042f9fd26f91f24cc2a681e275314da511eb51570ab1455898539ad3b5dc2502849f43c4d1f71f8bc3d063fecb3b11413983be76550044bd33370a1c713b271fa9b00198497d46e49fd4e0d195808da926cb6792b53d7e74d61589bc53e836355d3da337648b9b43eeca7d0db20972587ca72a048e119ed3f4ceba5c253fdba1311ba77bcf023301d88d6ba5c55d1290195041f816a1ca671da91fb662115afa58f0f0a2c4ec08ab5309d75279142f72cb83265cc549f610a0a3e533554d15bb1b3438cd788ec66e30fe5e27d2d3f1765af63c90022bd998acae639b5c71fb79bb09e68a5601b40ff10c97b8563c8467e68c399b25c7b8c30aac3ecf04f6aaebcec7d0d2cab12b11cc8ea47a17f38719b4080268243c4ee4a032556cf0c37bb9a14a6fab66d43d602a614f03969942f6bfd4e6e2a8f25eb5371d1698ffd59e26112338f84f7a4e78b1950f54e117d7262d9ec685d89595c8370071c2bea05513d2623cd3f14dac12c9d95a2cdc36d61b61c13d7eac12a53371b0f234bf24ffc75f75f479fdc98ba0d981f060496e6272d41f2e7518a214b348f53164a126687c8e607c15e8e865b326e8152c2b3fb32cbe5f0c69dab4b72592e2806c397bf8117dc029a833d3d9457b617b8dd541acf1fdbb762add3f61cef33ef372e288f3be6666dbadc1c4aff58d524f930135dbeb88b1fb1d7de8759d0d1dde0e3e4d212f1690188cda813c83a2a665f097f96cb4894ec3e5c3132d4a2fe01305154fdfb26128e97533d087d67df990b2ce13b8e4f438711713c99f683b62f1d061bc246c9911d2d1189cee2f65ee0cf5fb9d02bb4ef2d4fcd74cb5aed8fb8489d1737f805480c4958803ac755af469162a27f2d38c2dc34fff1f03168613c3e27d3ff060394fd63aae944af3479daa7a29e774c97e9028c3a0e137bbb28e47be7a50a269b409a6161b6869405ca6ac9c3c5a3e45b1c0dd905fdfa385564546a3b8fc7099518d501dbb183b035a9c7b5dfcf3e5c855b00b5f5bb461f6eb649fe57745ecff5ff27b936f26ccc60451039a9dc07b67965ba337686c2e8594653bde76702d95c454affca545019f212e09f26ee861f0990214f5879d13ce7155fd4593bb52023445c8178684927d406d91fc6b525b2fbde53f046f15dba0ddf93d35ce03bab586f4ecee90b449d143aaa0bac7dc0ead6a8a5464f95789bb6590c132f7578da6cd85af3c34789a7b1a05105390fbdf9cb1d785741065c20ed850f3f7382955d152944ab4db3cefeded2524b265366344d2226c1e20ce0ea6c17cda284f3e1dd6a5e46543bfe13104e316d51a4fa7b57fee430299ce64cdfc223b0de435506db9414e2441458ea7d7e02aa59a72eb1308d372fb8a84ce98be1f342d9c14399cd67257e20baab8e6f77dc5562bce01ddec81218aa49f7adff1824789dc7eac98eabc003b0fbd635781c5bc95ef42eb8fee637fc539d55bfcdd7baa59acc92f0bbb8a8aba3f565eb2470dd5919d88290f099d6acae2ca0d2db5f959296a6df570513134357d10fa0dab670d5f28138c14bb454b68a58a82fce28dfe84c4681e7d182e015d22418e911cd55d9502e3266811a08846d224ed33362d8d67dc6186f3cf839ec5a85e2904c131f9cef5801d296b57ff0e060a4824a8c086deae67e1bf7d60b68dff696a19523f9f299859ef937cfe87e00df844fe219267259b8d7a1b1f69a9f8561296aa1cbc40709080d3a155b07f23af9f163943a7a2914ee5d42112947fc640249b5bd021c940f4e247f4f605fb4ca6cdcd648152b4d40d4c845149ae349ae2c3872f96694b6216c3a8d834594cc21a1a68ca0a98d6cbb4ab1d797f97d50b4b12ea423b907e2abef3bfd81cfedcc169dc2593bc447a055542cb7b47167eb427daf63f0dc36e409df281c5f457d659560f9aab7e76456ee06fbea279762fa59028116603f4762e4fa6b1ef1c90f98261fdec8b7d1c992a308a4460d386ddf79301a0a143f1ec7555bca59f02412d2a9af07b738d8662900f5d7dfc0a8564ec2e09ad6e84b3b6ade8033ba27e030525e08784a9bcac37c192ea0716efc863f0da824e3d063075fc16234c74bd8f0dbd31df13d5d4d7e5319a226204c6fd65ee75618d8c6f2d7191c686cfee90028d6d24d114a8ce1a4b09f84a3c6cb4bb1e715006d34578cf1ddc4249262c2c0a93593f0d340c38ef82fb30c0800a0077d08ce65dc44c6d4ca67dd9b78fb751ef168833df2065daabfddacda45487ae5f7697e6ffbcd648ffced4e144d1b5795c95c648832a6c6ce84b5abea380438b255c7a800b0594ffd40f1498b8ad892044ed70fe3537607f06a06fe1be49576c0ec1594586765bae8ca97a5437d6d29a6fe162f78afffd27a7d319a712746bc3443e3cd90d97fb1ae423ef78a68c24bb5628a5a018e59a0ad6e8af019501d812f75f0e4f8c63f53007dfaac498877e8554ec037df60ae0510b0d6dfd9d1e502d81ae982913cc8d835e9c63da85eedb9732aadf4a9d51efced8f7f5668908a8221047673'),
	('ngeve2gl2ydisgm4', '\x435279ade38a143a1c4527cc7cfb408b', 'trust.reliable@1', '\x1e0c7c80b50576699d377915f388d4fceec5c6015daf7eb15ba2d5b8c9836ada5ac15deac49bab33e9cfde1c'),
	('ngeve2gl2ydisgm4', '\x435279ade38a143a1c4527cc7cfb408b', 'purpose.agree@1', '\x286065e983ffa3a8f340329282bc236c90ed016b80aae857caf943bfd2d3d024eea37d8e05917a02366fedd0'),
	('ngeve2gl2ydisgm4', '\xe37f48d4844c875f450c2e1688eb2941', 'trust.reliable@1', '\x4c0f590745a6ca7d3a33ff670f3884a5c169b381fbea4ffc90ef22921be196245a029d76337214641f4bc860'),
	('ngeve2gl2ydisgm4', '\xe37f48d4844c875f450c2e1688eb2941', 'purpose.agree@1', '\xafdbebc1ffee79da81e7536e928214afe2572e92940be6f7245311c733ef92e50dfbc26200a967cf5df1fdc9'),
	('ngeve2gl2ydisgm4', '\x2420e6993545392d4ce5eb64a445ff09', 'trust.reliable@1', '\xf59ec44cd33968e37547084ff46841f9d87c2fa4aaa76924dbb76425c0e93556e782c2ddce97a08d61ec7566'),
	('ngeve2gl2ydisgm4', '\xee868cd2ef3568b5f8ffb6ea4eb701b2', 'later', '\xefbb4441e22d04fd4bee9e9d9c1c15a6e2f1b15e7b9f03ce105c62438492a1a6d65e032e6d13bfbd1507c3c2');
INSERT INTO public.asked VALUES
	('person-amira 2026-09-28', 'person-amira', 'harkp5uu4wgnobza', '2026-09-28', '2026-11-07 08:30:00+00'),
	('person-ben 2026-09-28', 'person-ben', 'mcj57prs4za6w4bu', '2026-09-28', '2026-11-07 08:30:00+00'),
	('person-idris 2026-09-28', 'person-idris', 'uhfqlel2caab6msk', '2026-09-28', '2026-11-07 08:30:00+00'),
	('person-cerys 2026-09-28', 'person-cerys', 'uckrojkaya24oetv', '2026-09-28', '2026-11-07 08:30:00+00'),
	('person-farah 2026-09-28', 'person-farah', 'bky2prjgz2tvu2nc', '2026-09-28', '2026-11-07 08:30:00+00'),
	('person-gwil 2026-09-28', 'person-gwil', 'hydpggh2gjrn4odq', '2026-09-28', '2026-11-07 08:30:00+00'),
	('person-dilys 2026-09-28', 'person-dilys', 'i6hbcgbzqabgfkcp', '2026-09-28', '2026-11-07 08:30:00+00'),
	('person-efe 2026-09-28', 'person-efe', 'enl3i6kpfosxatks', '2026-09-28', '2026-11-07 08:30:00+00'),
	('person-hana 2026-09-28', 'person-hana', 'hk2l4tyt5xc25zj3', '2026-09-28', '2026-11-07 08:30:00+00'),
	('person-jo 2026-09-28', 'person-jo', 'oys3jdajnzy47aeu', '2026-09-28', '2026-11-07 13:30:00+00'),
	('person-ben 2026-10-12', 'person-ben', 'jsvv3b5csyuhno6t', '2026-10-12', '2026-11-21 08:30:00+00'),
	('person-efe 2026-10-12', 'person-efe', 'satefaqlbljrsbvs', '2026-10-12', '2026-11-21 08:30:00+00'),
	('person-idris 2026-10-12', 'person-idris', '4uj227ezrofi3lcb', '2026-10-12', '2026-11-21 08:30:00+00'),
	('person-cerys 2026-10-12', 'person-cerys', 'exehw6fblhfio4xc', '2026-10-12', '2026-11-21 08:30:00+00'),
	('person-gwil 2026-10-12', 'person-gwil', '76uxllmtcg3texvc', '2026-10-12', '2026-11-21 08:30:00+00'),
	('person-farah 2026-10-12', 'person-farah', 'kpf4mhx75pzna4pn', '2026-10-12', '2026-11-21 08:30:00+00'),
	('person-dilys 2026-10-12', 'person-dilys', 'j6ppke7pk4govmnl', '2026-10-12', '2026-11-21 08:30:00+00'),
	('person-hana 2026-10-12', 'person-hana', 'xahr6ukog6iwowv5', '2026-10-12', '2026-11-21 08:30:00+00'),
	('person-amira 2026-10-12', 'person-amira', 'ktj3whlz5jc3lo3s', '2026-10-12', '2026-11-21 08:30:00+00'),
	('person-jo 2026-10-12', 'person-jo', 's7f37f2pk3rrhnjb', '2026-10-12', '2026-11-21 13:30:00+00'),
	('person-efe 2026-10-26', 'person-efe', '5rg5by5nsh4ggftm', '2026-10-26', '2026-12-05 09:30:00+00'),
	('person-dilys 2026-10-26', 'person-dilys', 'zcwfm2sn5n5hogtg', '2026-10-26', '2026-12-05 09:30:00+00'),
	('person-ben 2026-10-26', 'person-ben', 'hd73ds4ppal34w3c', '2026-10-26', '2026-12-05 09:30:00+00'),
	('person-idris 2026-10-26', 'person-idris', 'vo5daxz3ujo5l3ou', '2026-10-26', '2026-12-05 09:30:00+00'),
	('person-farah 2026-10-26', 'person-farah', 'z4mdyah42hlfavru', '2026-10-26', '2026-12-05 09:30:00+00'),
	('person-cerys 2026-10-26', 'person-cerys', 'btvbtwhb2a5b7hin', '2026-10-26', '2026-12-05 09:30:00+00'),
	('person-gwil 2026-10-26', 'person-gwil', '7mgqgnphozx26xez', '2026-10-26', '2026-12-05 09:30:00+00'),
	('person-amira 2026-10-26', 'person-amira', 'pa7o2u664pulwmjk', '2026-10-26', '2026-12-05 09:30:00+00');
INSERT INTO public.channels VALUES
	('channel', 'harbour', 'slack:council:C-harbour', '#harbour', NULL),
	('web', 'harbour', 'web:accord:harbour', 'Harbour Together', NULL),
	('4qgo5eg7tnavv25h', 'mptf2cbri3pbkws5', 'web:accord:mptf2cbri3pbkws5', 'Riverside', NULL);
INSERT INTO public.codes VALUES
	('tiger-6546-bonnet', 'harbour', '2026-10-31 08:00:00+00');
INSERT INTO public.comments VALUES
	('3csioinazqfp74vv', 'rdx46aeb6a3x3qm6', 'Who decides?', '2026-12-31 15:30:00+00'),
	('6zqxdap4o4nydw6l', 'rdx46aeb6a3x3qm6', 'The papers came late.', '2026-12-31 15:30:00+00'),
	('udiepsto4qeq3lew', 'rdx46aeb6a3x3qm6', 'We meet on time now.', '2026-12-31 15:30:00+00');
INSERT INTO public.deliveries VALUES
	('h6gdcyslajz4pbwo', 'slack:council', 'slack:council:C-harbour', 'summary', 'rdx46aeb6a3x3qm6', '2026-10-02 15:35:00+00', '2026-10-09 15:30:00+00', 'harbour', '', 'settled', 1, ''),
	('xluvuv7awqvh4wff', 'slack:shelter', 'slack:shelter:jo', 'summary', 'rdx46aeb6a3x3qm6', '2026-10-02 15:35:00+00', '2026-10-09 15:30:00+00', 'harbour', 'member-jo', 'settled', 1, ''),
	('gxajponwrgl7lmwb', 'slack:council', 'slack:council:C-harbour', 'actions', 'rdx46aeb6a3x3qm6', '2026-10-02 15:36:00+00', '2026-10-09 15:30:00+00', 'harbour', '', 'settled', 1, ''),
	('kukzw7uswjdbdxfe', 'slack:council', 'slack:council:amira', 'summary', 'rdx46aeb6a3x3qm6', '2026-10-05 08:35:00+00', '2026-10-09 15:30:00+00', 'harbour', 'member-amira', 'settled', 1, ''),
	('wcmasp2lniwuxh7q', 'slack:council', 'slack:council:efe', 'summary', 'rdx46aeb6a3x3qm6', '2026-10-05 08:35:00+00', '2026-10-09 15:30:00+00', 'harbour', 'member-efe', 'settled', 1, ''),
	('3u7q4oyh7f56azbf', 'slack:council', 'slack:council:farah', 'summary', 'rdx46aeb6a3x3qm6', '2026-10-05 08:35:00+00', '2026-10-09 15:30:00+00', 'harbour', 'member-farah', 'settled', 1, ''),
	('j4rv56f3wwo5665p', 'slack:shelter', 'slack:shelter:idris', 'summary', 'rdx46aeb6a3x3qm6', '2026-10-05 08:35:00+00', '2026-10-09 15:30:00+00', 'harbour', 'member-idris', 'settled', 1, ''),
	('l25kv7gqhsldgqxh', 'teams:trust', 'teams:trust:ben', 'summary', 'rdx46aeb6a3x3qm6', '2026-10-05 08:35:00+00', '2026-10-09 15:30:00+00', 'harbour', 'member-ben', 'settled', 1, ''),
	('72dm2mbt2qrtmglo', 'teams:trust', 'teams:trust:gwil', 'summary', 'rdx46aeb6a3x3qm6', '2026-10-05 08:35:00+00', '2026-10-09 15:30:00+00', 'harbour', 'member-gwil', 'settled', 1, ''),
	('rkor643jz2adho6f', 'teams:trust', 'teams:trust:hana', 'summary', 'rdx46aeb6a3x3qm6', '2026-10-05 08:35:00+00', '2026-10-09 15:30:00+00', 'harbour', 'member-hana', 'settled', 1, ''),
	('3ifi7vlv7yn5eis2', 'web:accord', 'web:accord:person-dilys', 'summary', 'rdx46aeb6a3x3qm6', '2026-10-05 08:35:00+00', '2026-10-09 15:30:00+00', 'harbour', 'member-dilys', 'settled', 1, ''),
	('xthvx46esiczsble', 'web:accord', 'web:accord:person-cerys', 'summary', 'rdx46aeb6a3x3qm6', '2026-10-05 08:35:00+00', '2026-10-09 15:30:00+00', 'harbour', 'member-cerys', 'settled', 1, ''),
	('wu55otv4p6b7pqvm', 'slack:council', 'slack:council:amira', 'ask', 'ktj3whlz5jc3lo3s', '2026-10-12 08:35:00+00', '2026-10-16 15:30:00+00', 'harbour', 'member-amira', 'settled', 1, ''),
	('6j7qulwgmyabnt53', 'slack:council', 'slack:council:efe', 'ask', 'satefaqlbljrsbvs', '2026-10-12 08:35:00+00', '2026-10-16 15:30:00+00', 'harbour', 'member-efe', 'settled', 1, ''),
	('vj2zwwlgjkgykys4', 'slack:shelter', 'slack:shelter:jo', 'ask', 'oys3jdajnzy47aeu', '2026-09-28 13:35:00+00', '2026-10-02 15:30:00+00', 'harbour', 'member-jo', 'settled', 1, ''),
	('4kye2245y4hytezv', 'slack:council', 'slack:council:amira', 'ask', 'harkp5uu4wgnobza', '2026-09-28 08:35:00+00', '2026-10-02 15:30:00+00', 'harbour', 'member-amira', 'settled', 1, ''),
	('jkgaqyufbn7zwuc7', 'slack:council', 'slack:council:efe', 'ask', 'enl3i6kpfosxatks', '2026-09-28 08:35:00+00', '2026-10-02 15:30:00+00', 'harbour', 'member-efe', 'settled', 1, ''),
	('e3frs35bu5hi3apj', 'slack:council', 'slack:council:farah', 'ask', 'bky2prjgz2tvu2nc', '2026-09-28 08:35:00+00', '2026-10-02 15:30:00+00', 'harbour', 'member-farah', 'settled', 1, ''),
	('lawigwkizy7dtyv5', 'slack:shelter', 'slack:shelter:idris', 'ask', 'uhfqlel2caab6msk', '2026-09-28 08:35:00+00', '2026-10-02 15:30:00+00', 'harbour', 'member-idris', 'settled', 1, ''),
	('cqcuum4ue2oeast7', 'teams:trust', 'teams:trust:ben', 'ask', 'mcj57prs4za6w4bu', '2026-09-28 08:35:00+00', '2026-10-02 15:30:00+00', 'harbour', 'member-ben', 'settled', 1, ''),
	('e26iby3mwniq5ftx', 'teams:trust', 'teams:trust:gwil', 'ask', 'hydpggh2gjrn4odq', '2026-09-28 08:35:00+00', '2026-10-02 15:30:00+00', 'harbour', 'member-gwil', 'settled', 1, ''),
	('lacth4derypbnx5t', 'teams:trust', 'teams:trust:hana', 'ask', 'hk2l4tyt5xc25zj3', '2026-09-28 08:35:00+00', '2026-10-02 15:30:00+00', 'harbour', 'member-hana', 'settled', 1, ''),
	('rqtoyjex2edldqup', 'web:accord', 'web:accord:person-cerys', 'ask', 'uckrojkaya24oetv', '2026-09-28 08:35:00+00', '2026-10-02 15:30:00+00', 'harbour', 'member-cerys', 'settled', 1, ''),
	('vhemdb54mnw57crn', 'web:accord', 'web:accord:person-dilys', 'ask', 'i6hbcgbzqabgfkcp', '2026-09-28 08:35:00+00', '2026-10-02 15:30:00+00', 'harbour', 'member-dilys', 'settled', 1, ''),
	('yvg626ib7v7h6pqs', 'mail:accord', 'mail:accord:ae5xvaklho7jmay6', 'mailbox', 'person-dilys', '2026-10-17 08:05:00+00', '2026-10-18 08:00:00+00', 'harbour', 'member-dilys', 'settled', 1, ''),
	('giadutkmsrppevmd', 'slack:council', 'slack:council:amira', 'join', 'vdaqw5ailtzb5nyg', '2026-10-19 08:35:01.2+00', '2026-10-31 08:00:00+00', 'harbour', 'member-amira', 'settled', 1, ''),
	('vr4cgrzlt4h5yci6', 'slack:council', 'slack:council:amira', 'remind', 'pa7o2u664pulwmjk', '2026-10-27 09:30:00+00', '2026-10-27 16:30:00+00', 'harbour', 'member-amira', 'waiting', 0, ''),
	('pnofouashdmx7s6e', 'slack:council', 'slack:council:amira', 'remind', 'pa7o2u664pulwmjk', '2026-10-28 09:30:00+00', '2026-10-28 16:30:00+00', 'harbour', 'member-amira', 'waiting', 0, ''),
	('f4ogv6vs2inapjxt', 'slack:council', 'slack:council:amira', 'remind', 'pa7o2u664pulwmjk', '2026-10-29 09:30:00+00', '2026-10-29 16:30:00+00', 'harbour', 'member-amira', 'waiting', 0, ''),
	('vj43kjdx5ahkxt33', 'slack:council', 'slack:council:amira', 'remind', 'pa7o2u664pulwmjk', '2026-10-30 09:30:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-amira', 'waiting', 0, ''),
	('r7ney6fbumpzujb7', 'teams:trust', 'teams:trust:ben', 'remind', 'hd73ds4ppal34w3c', '2026-10-27 09:30:00+00', '2026-10-27 16:30:00+00', 'harbour', 'member-ben', 'waiting', 0, ''),
	('k5fwhampt4fqc6eb', 'teams:trust', 'teams:trust:ben', 'remind', 'hd73ds4ppal34w3c', '2026-10-28 09:30:00+00', '2026-10-28 16:30:00+00', 'harbour', 'member-ben', 'waiting', 0, ''),
	('kmigcmdztgho75t5', 'teams:trust', 'teams:trust:ben', 'remind', 'hd73ds4ppal34w3c', '2026-10-29 09:30:00+00', '2026-10-29 16:30:00+00', 'harbour', 'member-ben', 'waiting', 0, ''),
	('zhqsk2iahoa44lkk', 'teams:trust', 'teams:trust:ben', 'remind', 'hd73ds4ppal34w3c', '2026-10-30 09:30:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-ben', 'waiting', 0, ''),
	('qqoq56w67tv6frie', 'web:accord', 'web:accord:person-cerys', 'remind', 'btvbtwhb2a5b7hin', '2026-10-27 09:30:00+00', '2026-10-27 16:30:00+00', 'harbour', 'member-cerys', 'waiting', 0, ''),
	('obwpug4zmkej7ymg', 'web:accord', 'web:accord:person-cerys', 'remind', 'btvbtwhb2a5b7hin', '2026-10-28 09:30:00+00', '2026-10-28 16:30:00+00', 'harbour', 'member-cerys', 'waiting', 0, ''),
	('asiplalad62napdk', 'web:accord', 'web:accord:person-cerys', 'remind', 'btvbtwhb2a5b7hin', '2026-10-29 09:30:00+00', '2026-10-29 16:30:00+00', 'harbour', 'member-cerys', 'waiting', 0, ''),
	('xpgiki3z6ho7zgty', 'web:accord', 'web:accord:person-cerys', 'remind', 'btvbtwhb2a5b7hin', '2026-10-30 09:30:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-cerys', 'waiting', 0, ''),
	('sh5vnywfnzj73cdm', 'web:accord', 'web:accord:person-dilys', 'remind', 'zcwfm2sn5n5hogtg', '2026-10-27 09:30:00+00', '2026-10-27 16:30:00+00', 'harbour', 'member-dilys', 'waiting', 0, ''),
	('q5x2gnbinxpjvwrb', 'web:accord', 'web:accord:person-dilys', 'remind', 'zcwfm2sn5n5hogtg', '2026-10-28 09:30:00+00', '2026-10-28 16:30:00+00', 'harbour', 'member-dilys', 'waiting', 0, ''),
	('q7zfccudmuwo7cgc', 'web:accord', 'web:accord:person-dilys', 'remind', 'zcwfm2sn5n5hogtg', '2026-10-29 09:30:00+00', '2026-10-29 16:30:00+00', 'harbour', 'member-dilys', 'waiting', 0, ''),
	('3cskqhkrmacbzkdu', 'web:accord', 'web:accord:person-dilys', 'remind', 'zcwfm2sn5n5hogtg', '2026-10-30 09:30:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-dilys', 'waiting', 0, ''),
	('yobn2jsq43lf7jdg', 'slack:council', 'slack:council:amira', 'ask', 'pa7o2u664pulwmjk', '2026-10-26 09:35:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-amira', 'settled', 1, ''),
	('7kb747zwkmm77muy', 'teams:trust', 'teams:trust:ben', 'ask', 'hd73ds4ppal34w3c', '2026-10-26 09:35:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-ben', 'settled', 1, ''),
	('tzfxsg3rqgg32bqp', 'web:accord', 'web:accord:person-cerys', 'ask', 'btvbtwhb2a5b7hin', '2026-10-26 09:35:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-cerys', 'settled', 1, ''),
	('5g4u73oncp5ucbj4', 'web:accord', 'web:accord:person-dilys', 'ask', 'zcwfm2sn5n5hogtg', '2026-10-26 09:35:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-dilys', 'settled', 1, ''),
	('samddfij5xytaf4j', 'slack:council', 'slack:council:farah', 'ask', 'kpf4mhx75pzna4pn', '2026-10-12 08:35:00+00', '2026-10-16 15:30:00+00', 'harbour', 'member-farah', 'settled', 1, ''),
	('mp5665pcbopvqyov', 'slack:shelter', 'slack:shelter:idris', 'ask', '4uj227ezrofi3lcb', '2026-10-12 08:35:00+00', '2026-10-16 15:30:00+00', 'harbour', 'member-idris', 'settled', 1, ''),
	('2cby3hsom2rllwmc', 'teams:trust', 'teams:trust:ben', 'ask', 'jsvv3b5csyuhno6t', '2026-10-12 08:35:00+00', '2026-10-16 15:30:00+00', 'harbour', 'member-ben', 'settled', 1, ''),
	('fndwfyuhdha55utx', 'teams:trust', 'teams:trust:gwil', 'ask', '76uxllmtcg3texvc', '2026-10-12 08:35:00+00', '2026-10-16 15:30:00+00', 'harbour', 'member-gwil', 'settled', 1, ''),
	('ri3hdndd7yg6dohq', 'teams:trust', 'teams:trust:hana', 'ask', 'xahr6ukog6iwowv5', '2026-10-12 08:35:00+00', '2026-10-16 15:30:00+00', 'harbour', 'member-hana', 'settled', 1, ''),
	('murntaajaxmgy43t', 'web:accord', 'web:accord:person-cerys', 'ask', 'exehw6fblhfio4xc', '2026-10-12 08:35:00+00', '2026-10-16 15:30:00+00', 'harbour', 'member-cerys', 'settled', 1, ''),
	('p4rozyjj3fjmlupn', 'web:accord', 'web:accord:person-dilys', 'ask', 'j6ppke7pk4govmnl', '2026-10-12 08:35:00+00', '2026-10-16 15:30:00+00', 'harbour', 'member-dilys', 'settled', 1, ''),
	('p4xkaefjeyz36oxp', 'slack:shelter', 'slack:shelter:jo', 'ask', 's7f37f2pk3rrhnjb', '2026-10-12 13:35:00+00', '2026-10-16 15:30:00+00', 'harbour', 'member-jo', 'settled', 1, ''),
	('rydjdhjnp3yd5rfi', 'slack:council', 'slack:council:C-harbour', 'summary', 'fm426vss5xvwp5p2', '2026-10-16 15:35:00+00', '2026-10-23 15:30:00+00', 'harbour', '', 'settled', 1, ''),
	('qdjt7o2e5lziogvs', 'slack:council', 'slack:council:C-harbour', 'alert', 'nv2n76c4iu4avqrx', '2026-10-16 15:35:10+00', '2026-10-23 15:30:10+00', 'harbour', '', 'settled', 1, ''),
	('i3646xq6tgtafw42', 'web:accord', 'web:accord:harbour', 'alert', 'nv2n76c4iu4avqrx', '2026-10-16 15:35:10+00', '2026-10-23 15:30:10+00', 'harbour', '', 'settled', 1, ''),
	('l7j4rnn4npxhhm7k', 'slack:council', 'slack:council:C-harbour', 'alert', 'rvnhclju7juiw4yd', '2026-10-16 15:35:20+00', '2026-10-23 15:30:20+00', 'harbour', '', 'settled', 1, ''),
	('x7lqwnp3yawarlff', 'web:accord', 'web:accord:harbour', 'alert', 'rvnhclju7juiw4yd', '2026-10-16 15:35:20+00', '2026-10-23 15:30:20+00', 'harbour', '', 'settled', 1, ''),
	('6guigzwwpqv2vctg', 'slack:council', 'slack:council:C-harbour', 'alert', 'rii6ynk2x6tthclq', '2026-10-16 15:35:30+00', '2026-10-23 15:30:30+00', 'harbour', '', 'settled', 1, ''),
	('yup5pbgyc3zbnrts', 'web:accord', 'web:accord:harbour', 'alert', 'rii6ynk2x6tthclq', '2026-10-16 15:35:30+00', '2026-10-23 15:30:30+00', 'harbour', '', 'settled', 1, ''),
	('oybel62zeldfiiqi', 'slack:council', 'slack:council:C-harbour', 'actions', 'fm426vss5xvwp5p2', '2026-10-16 15:36:00+00', '2026-10-23 15:30:00+00', 'harbour', '', 'settled', 1, ''),
	('4sufdozihyfxizrt', 'web:accord', 'web:accord:harbour', 'actions', 'fm426vss5xvwp5p2', '2026-10-16 15:36:00+00', '2026-10-23 15:30:00+00', 'harbour', '', 'settled', 1, ''),
	('s4nusds6vkkfoe7m', 'slack:shelter', 'slack:shelter:jo', 'summary', 'fm426vss5xvwp5p2', '2026-10-16 15:35:00+00', '2026-10-23 15:30:00+00', 'harbour', 'member-jo', 'settled', 1, ''),
	('gznkgqu3kl4opzbx', 'web:accord', 'web:accord:harbour', 'summary', 'fm426vss5xvwp5p2', '2026-10-16 15:35:00+00', '2026-10-23 15:30:00+00', 'harbour', '', 'settled', 1, ''),
	('i5rn4df2gbwer6cv', 'slack:council', 'slack:council:amira', 'summary', 'fm426vss5xvwp5p2', '2026-10-19 08:35:00+00', '2026-10-23 15:30:00+00', 'harbour', 'member-amira', 'settled', 1, ''),
	('wvvrfwoze3snm6rq', 'slack:council', 'slack:council:efe', 'summary', 'fm426vss5xvwp5p2', '2026-10-19 08:35:00+00', '2026-10-23 15:30:00+00', 'harbour', 'member-efe', 'settled', 1, ''),
	('5f6ercvphqlfm5gv', 'slack:council', 'slack:council:farah', 'summary', 'fm426vss5xvwp5p2', '2026-10-19 08:35:00+00', '2026-10-23 15:30:00+00', 'harbour', 'member-farah', 'settled', 1, ''),
	('bxxsg5a2btickpvx', 'slack:shelter', 'slack:shelter:idris', 'summary', 'fm426vss5xvwp5p2', '2026-10-19 08:35:00+00', '2026-10-23 15:30:00+00', 'harbour', 'member-idris', 'settled', 1, ''),
	('i76u57exdzkakalf', 'teams:trust', 'teams:trust:ben', 'summary', 'fm426vss5xvwp5p2', '2026-10-19 08:35:00+00', '2026-10-23 15:30:00+00', 'harbour', 'member-ben', 'settled', 1, ''),
	('p3zhig7lmvq5re5n', 'teams:trust', 'teams:trust:gwil', 'summary', 'fm426vss5xvwp5p2', '2026-10-19 08:35:00+00', '2026-10-23 15:30:00+00', 'harbour', 'member-gwil', 'settled', 1, ''),
	('mcb6qluqv3wfo46x', 'teams:trust', 'teams:trust:hana', 'summary', 'fm426vss5xvwp5p2', '2026-10-19 08:35:00+00', '2026-10-23 15:30:00+00', 'harbour', 'member-hana', 'settled', 1, ''),
	('g2xn34eqgaca2jt5', 'web:accord', 'web:accord:person-cerys', 'summary', 'fm426vss5xvwp5p2', '2026-10-19 08:35:00+00', '2026-10-23 15:30:00+00', 'harbour', 'member-cerys', 'settled', 1, ''),
	('b5acm3wfjhnzex6n', 'web:accord', 'web:accord:person-dilys', 'summary', 'fm426vss5xvwp5p2', '2026-10-19 08:35:00+00', '2026-10-23 15:30:00+00', 'harbour', 'member-dilys', 'settled', 1, ''),
	('hlyugpmhdvtltso4', 'slack:council', 'slack:council:efe', 'remind', '5rg5by5nsh4ggftm', '2026-10-27 09:30:00+00', '2026-10-27 16:30:00+00', 'harbour', 'member-efe', 'waiting', 0, ''),
	('ir23o6onmx37mfiq', 'slack:council', 'slack:council:efe', 'remind', '5rg5by5nsh4ggftm', '2026-10-28 09:30:00+00', '2026-10-28 16:30:00+00', 'harbour', 'member-efe', 'waiting', 0, ''),
	('tw6kyk4oq7w5i3ft', 'slack:council', 'slack:council:efe', 'remind', '5rg5by5nsh4ggftm', '2026-10-29 09:30:00+00', '2026-10-29 16:30:00+00', 'harbour', 'member-efe', 'waiting', 0, ''),
	('6o7meeulbv3mbp3k', 'slack:council', 'slack:council:efe', 'remind', '5rg5by5nsh4ggftm', '2026-10-30 09:30:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-efe', 'waiting', 0, ''),
	('znlpxdsyjdhdxt3y', 'slack:council', 'slack:council:farah', 'remind', 'z4mdyah42hlfavru', '2026-10-27 09:30:00+00', '2026-10-27 16:30:00+00', 'harbour', 'member-farah', 'waiting', 0, ''),
	('lylwr5xrlw63b4jt', 'slack:council', 'slack:council:farah', 'remind', 'z4mdyah42hlfavru', '2026-10-28 09:30:00+00', '2026-10-28 16:30:00+00', 'harbour', 'member-farah', 'waiting', 0, ''),
	('d5odl65jd3bvfaan', 'slack:council', 'slack:council:farah', 'remind', 'z4mdyah42hlfavru', '2026-10-29 09:30:00+00', '2026-10-29 16:30:00+00', 'harbour', 'member-farah', 'waiting', 0, ''),
	('o4v2l2fhb2ax2s3a', 'slack:council', 'slack:council:farah', 'remind', 'z4mdyah42hlfavru', '2026-10-30 09:30:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-farah', 'waiting', 0, ''),
	('ow5ttgl3eb7loifn', 'teams:trust', 'teams:trust:gwil', 'remind', '7mgqgnphozx26xez', '2026-10-27 09:30:00+00', '2026-10-27 16:30:00+00', 'harbour', 'member-gwil', 'waiting', 0, ''),
	('zi7wqgqil6a6rmch', 'teams:trust', 'teams:trust:gwil', 'remind', '7mgqgnphozx26xez', '2026-10-28 09:30:00+00', '2026-10-28 16:30:00+00', 'harbour', 'member-gwil', 'waiting', 0, ''),
	('novavdwp3p4vuqxv', 'teams:trust', 'teams:trust:gwil', 'remind', '7mgqgnphozx26xez', '2026-10-29 09:30:00+00', '2026-10-29 16:30:00+00', 'harbour', 'member-gwil', 'waiting', 0, ''),
	('5kxenhze73bl2zeu', 'teams:trust', 'teams:trust:gwil', 'remind', '7mgqgnphozx26xez', '2026-10-30 09:30:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-gwil', 'waiting', 0, ''),
	('gc4mzzlzokbdyhz4', 'slack:shelter', 'slack:shelter:idris', 'remind', 'vo5daxz3ujo5l3ou', '2026-10-27 09:30:00+00', '2026-10-27 16:30:00+00', 'harbour', 'member-idris', 'waiting', 0, ''),
	('vujeyt7wzhl3mbae', 'slack:shelter', 'slack:shelter:idris', 'remind', 'vo5daxz3ujo5l3ou', '2026-10-28 09:30:00+00', '2026-10-28 16:30:00+00', 'harbour', 'member-idris', 'waiting', 0, ''),
	('4gyoc6haxijavsak', 'slack:shelter', 'slack:shelter:idris', 'remind', 'vo5daxz3ujo5l3ou', '2026-10-29 09:30:00+00', '2026-10-29 16:30:00+00', 'harbour', 'member-idris', 'waiting', 0, ''),
	('tum63kjy5hmnprr2', 'slack:shelter', 'slack:shelter:idris', 'remind', 'vo5daxz3ujo5l3ou', '2026-10-30 09:30:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-idris', 'waiting', 0, ''),
	('qqqelj4ytdb4kjgq', 'slack:shelter', 'slack:shelter:jo', 'ask', 'vrm7rfik3bqya7uz', '2026-10-26 13:30:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-jo', 'waiting', 0, ''),
	('o3ajeyk5wwvgdr5s', 'slack:shelter', 'slack:shelter:jo', 'remind', 'vrm7rfik3bqya7uz', '2026-10-27 13:30:00+00', '2026-10-27 20:30:00+00', 'harbour', 'member-jo', 'waiting', 0, ''),
	('b7bd3h4zzh5nyd3u', 'slack:shelter', 'slack:shelter:jo', 'remind', 'vrm7rfik3bqya7uz', '2026-10-28 13:30:00+00', '2026-10-28 20:30:00+00', 'harbour', 'member-jo', 'waiting', 0, ''),
	('kh52a5zmuyk3uylb', 'slack:shelter', 'slack:shelter:jo', 'remind', 'vrm7rfik3bqya7uz', '2026-10-29 13:30:00+00', '2026-10-29 20:30:00+00', 'harbour', 'member-jo', 'waiting', 0, ''),
	('dhwrqtjb6gvkec53', 'slack:shelter', 'slack:shelter:jo', 'remind', 'vrm7rfik3bqya7uz', '2026-10-30 13:30:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-jo', 'waiting', 0, ''),
	('322drngjkinyntsk', 'slack:council', 'slack:council:efe', 'ask', '5rg5by5nsh4ggftm', '2026-10-26 09:35:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-efe', 'settled', 1, ''),
	('vrnnkju5fqise5z7', 'slack:council', 'slack:council:farah', 'ask', 'z4mdyah42hlfavru', '2026-10-26 09:35:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-farah', 'settled', 1, ''),
	('bo4ikdmkkxngdqpd', 'slack:shelter', 'slack:shelter:idris', 'ask', 'vo5daxz3ujo5l3ou', '2026-10-26 09:35:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-idris', 'settled', 1, ''),
	('wks2eemysknzc43b', 'teams:trust', 'teams:trust:gwil', 'ask', '7mgqgnphozx26xez', '2026-10-26 09:35:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-gwil', 'settled', 1, '');
INSERT INTO public.heard VALUES
	('50b3a1aaacbadf46dc4e752d064dadace1602e95ed10b3394ba9fe7718b729b1', '', '2026-10-27 12:00:00+00'),
	('d968ffd957ff185eb6ca254b9b0b6f4c0c27edf0d73345a78796f8a5f7efd1ed', 'ngeve2gl2ydisgm4', '2026-10-30 16:30:00+00'),
	('96e2a25e0c5217efeacd148d0f14757fc6980af4b18b5491d8785a61c76955c9', 'ngeve2gl2ydisgm4', '2026-10-30 16:30:00+00'),
	('8abc3ac9c619eb819a2046035bb1c8de18440b66f1efa5637005758eb7b251b4', 'ngeve2gl2ydisgm4', '2026-10-30 16:30:00+00'),
	('3e8c7413f42f512bbbd6918cc4cf62c966e45cae0e56ae98e19a939c3f602e00', 'ngeve2gl2ydisgm4', '2026-10-30 16:30:00+00'),
	('8b471a48b9309131486a0c09371e3eea710659ef31f376984a11379b95d5a673', 'ngeve2gl2ydisgm4', '2026-10-30 16:30:00+00'),
	('d267a370dae0e821b7cba34b8b5b70fb83cb7d79d15d5b0ac070cf5865805eff', 'ngeve2gl2ydisgm4', '2026-10-30 16:30:00+00'),
	('5b38368e1aced43a4a0c507071757cdbe6490d8290a3128b0a8433483b4ba269', '', '2026-10-27 12:00:00+00'),
	('549c6d6078d7ba50cbf40341867ca0add8589dec26b7bd17522691d8d1459ce2', 'ngeve2gl2ydisgm4', '2026-10-30 16:30:00+00'),
	('50905683ded1ecbd4fd528739ddc2c8f316ed51206395e888bd9cce853797471', 'ngeve2gl2ydisgm4', '2026-10-30 16:30:00+00'),
	('d517f9d04e5a22e65dd5bef6e5a9b2bc3bd3dd7428726d3cb5dd77ff3efacd5f', 'ngeve2gl2ydisgm4', '2026-10-30 16:30:00+00'),
	('2886c56eb18940f35e186dd70299eafb0261e146c7a45030c76ccc6f90e0e9b6', 'ngeve2gl2ydisgm4', '2026-10-30 16:30:00+00'),
	('9f95dfdd25089498e2f58febdee6f887b4e93e48697587236477db65b1e6d921', 'ngeve2gl2ydisgm4', '2026-10-30 16:30:00+00'),
	('a78f0fd06749ea6f29f6af98e83fba40a07183020981635467e5bf0be3832ba9', 'ngeve2gl2ydisgm4', '2026-10-30 16:30:00+00'),
	('b428c02d76fbe669fd52b38cfe1bdd150d90a51e70fea75f4652cceda4ea279f', '', '2026-10-27 12:00:00+00'),
	('2bcf5f9d2f3fbe8f52a8c2190f94e3386690a8cdd1e510f5f25566caac570669', 'ngeve2gl2ydisgm4', '2026-10-30 16:30:00+00'),
	('a40f67fec5ba1890de9b1e568840e76afdc5f384079da1e99bc4783835b19065', 'ngeve2gl2ydisgm4', '2026-10-30 16:30:00+00'),
	('2aec2ac08ec90fff428347108a7d331817799c7928a582cc48d8644bc8e67e0e', '', '2026-10-27 12:00:00+00'),
	('d5d2dbcbe0462f1c359fa9ef4a7154a08676c3a27d64fe6b191c5483c6dcf216', 'ngeve2gl2ydisgm4', '2026-10-30 16:30:00+00'),
	('22e4844bb3a6098370c994f254f060f5c6725ed383e800fc57f1f5151c2509b2', 'ngeve2gl2ydisgm4', '2026-10-30 16:30:00+00'),
	('5d09f235d674c775ebc10897153acda268b53708a253ba80f789f3cd7170c6dc', '', '2026-10-27 12:00:00+00'),
	('c086a26791d07725194cb51a9972ce463d98b06b3d0bc7e3933b464a48760c52', 'ngeve2gl2ydisgm4', '2026-10-30 16:30:00+00'),
	('9136699a4d6aae6a2d37e716ee20212d794ea5aaccbe9dacfce55481fa57aeec', '', '2026-10-27 12:00:00+00');
INSERT INTO public.installations VALUES
	('slack:council', '\xf6c7b53581e7041896f66982672c0ce1a9426b1e52e1ff117df204c4435562ee903a540b827778b2632bbe8f0cab2292b8f12c58b6a326d27c3b0da565d9a18924adac12d4dce40a0f15cb9ba70ed0b2efc45e2b77f911412eb193abaf66217bafc56eab384f9ccbb109b10d001825e133959bba48c873fdf05cd7c70349fc1114415ca9d2cdf72db7811be2e6ab45427b7d8fe6bc5e31272eb25af5339b1928f09b4d3498bb69b2f0613487a36340d347df09390a84e823e3b13f6a67a16537bbb2fe7f55111031cc498d264fdb8b00eb27d0461c233fc46269897ed990f9d00cf4ec2f269a4caf24f4fdc6c6b26fbfc897a7440f0f9f95c7ac90c9dbe97ec6f4c427eb603b455d8af92c3d3caa41286d2c19bd847bcc437a14c888', NULL, NULL);
INSERT INTO public.invitations VALUES
	('6tibgs3gu7j42jfo', '6okntfg5d3zyscsk', 'member-amira'),
	('dadmcw766hmxioll', '6okntfg5d3zyscsk', 'member-ben'),
	('e77d3qsxjbuz66vc', '6okntfg5d3zyscsk', 'member-cerys'),
	('iqtgnzwnetsd5lwb', '6okntfg5d3zyscsk', 'member-dilys'),
	('qkb763c5xghg7xus', '6okntfg5d3zyscsk', 'member-efe'),
	('jhohulzzbv5jg2z4', '6okntfg5d3zyscsk', 'member-farah'),
	('x3ffqt3tis57lpnd', '6okntfg5d3zyscsk', 'member-gwil'),
	('g2s2gcqanzw22aez', '6okntfg5d3zyscsk', 'member-hana'),
	('cks2ggxrk7fhdvg5', '6okntfg5d3zyscsk', 'member-idris'),
	('porv4dqsyuyo4xm7', '6okntfg5d3zyscsk', 'member-jo'),
	('wbb7u5fmqr26ysnk', 'p7kjwqovrimkjkmw', 'member-amira'),
	('rv4qsdaifmub3eo5', 'p7kjwqovrimkjkmw', 'member-ben'),
	('cfnxxw3zgxvb2x74', 'p7kjwqovrimkjkmw', 'member-cerys'),
	('mgpmdajhzobausw6', 'p7kjwqovrimkjkmw', 'member-dilys'),
	('mnzjulvqyxsuzsvm', 'p7kjwqovrimkjkmw', 'member-efe'),
	('fyy37pss6ttvemqj', 'p7kjwqovrimkjkmw', 'member-farah'),
	('jztx4slw3qmf7ebs', 'p7kjwqovrimkjkmw', 'member-gwil'),
	('6btquuebz5ue65tl', 'p7kjwqovrimkjkmw', 'member-hana'),
	('a467mf4fsa6wdck5', 'p7kjwqovrimkjkmw', 'member-idris'),
	('kevdpoc6idxd2dde', 'p7kjwqovrimkjkmw', 'member-jo'),
	('harkp5uu4wgnobza', 'rdx46aeb6a3x3qm6', 'member-amira'),
	('mcj57prs4za6w4bu', 'rdx46aeb6a3x3qm6', 'member-ben'),
	('uckrojkaya24oetv', 'rdx46aeb6a3x3qm6', 'member-cerys'),
	('i6hbcgbzqabgfkcp', 'rdx46aeb6a3x3qm6', 'member-dilys'),
	('enl3i6kpfosxatks', 'rdx46aeb6a3x3qm6', 'member-efe'),
	('bky2prjgz2tvu2nc', 'rdx46aeb6a3x3qm6', 'member-farah'),
	('hydpggh2gjrn4odq', 'rdx46aeb6a3x3qm6', 'member-gwil'),
	('hk2l4tyt5xc25zj3', 'rdx46aeb6a3x3qm6', 'member-hana'),
	('uhfqlel2caab6msk', 'rdx46aeb6a3x3qm6', 'member-idris'),
	('oys3jdajnzy47aeu', 'rdx46aeb6a3x3qm6', 'member-jo'),
	('ktj3whlz5jc3lo3s', 'fm426vss5xvwp5p2', 'member-amira'),
	('jsvv3b5csyuhno6t', 'fm426vss5xvwp5p2', 'member-ben'),
	('exehw6fblhfio4xc', 'fm426vss5xvwp5p2', 'member-cerys'),
	('j6ppke7pk4govmnl', 'fm426vss5xvwp5p2', 'member-dilys'),
	('satefaqlbljrsbvs', 'fm426vss5xvwp5p2', 'member-efe'),
	('kpf4mhx75pzna4pn', 'fm426vss5xvwp5p2', 'member-farah'),
	('76uxllmtcg3texvc', 'fm426vss5xvwp5p2', 'member-gwil'),
	('xahr6ukog6iwowv5', 'fm426vss5xvwp5p2', 'member-hana'),
	('4uj227ezrofi3lcb', 'fm426vss5xvwp5p2', 'member-idris'),
	('s7f37f2pk3rrhnjb', 'fm426vss5xvwp5p2', 'member-jo'),
	('pa7o2u664pulwmjk', 'ngeve2gl2ydisgm4', 'member-amira'),
	('hd73ds4ppal34w3c', 'ngeve2gl2ydisgm4', 'member-ben'),
	('btvbtwhb2a5b7hin', 'ngeve2gl2ydisgm4', 'member-cerys'),
	('zcwfm2sn5n5hogtg', 'ngeve2gl2ydisgm4', 'member-dilys'),
	('5rg5by5nsh4ggftm', 'ngeve2gl2ydisgm4', 'member-efe'),
	('z4mdyah42hlfavru', 'ngeve2gl2ydisgm4', 'member-farah'),
	('7mgqgnphozx26xez', 'ngeve2gl2ydisgm4', 'member-gwil'),
	('vo5daxz3ujo5l3ou', 'ngeve2gl2ydisgm4', 'member-idris'),
	('vrm7rfik3bqya7uz', 'ngeve2gl2ydisgm4', 'member-jo');
INSERT INTO public.lanes VALUES
	('mail:accord', '2026-10-17 08:59:50.4+00', '9999-01-01 00:00:00+00'),
	('slack:council', '2026-10-26 11:59:56.2+00', '2026-10-27 09:30:00+00'),
	('slack:shelter', '2026-10-26 11:59:56.2+00', '2026-10-26 13:30:00+00'),
	('teams:trust', '2026-10-26 11:59:59.65+00', '2026-10-27 09:30:00+00'),
	('web:accord', '2026-10-26 12:00:00+00', '2026-10-27 09:30:00+00');
INSERT INTO public.mailboxes VALUES
	('ae5xvaklho7jmay6', 'person-dilys', '\x919150cf07ca44badf1d42917d7c49172b93f9a8ec2cf3ffcc3f23ab478a60df43ca32734286c4305fbe71d8c543d99df66f20c06265eca5f0f69aff9ee24ea0b6f839ec354b5bdc11b6691fae05e92913281ed049a550aa0009163e3fcf3795f8923933c6bfcffc3e68ea19cb8dcd73a25edbeacdf227aedbdcdbacca345dd49720c2918bc874084b16499e73458708a73a80e74d6b2206c453c8d2f73c3f94f4100ffad9c46e3b82d1ca320e13bbe8ffa60b2577d24f4b041e2eda3d69ee746c819c8b4de8b7b2815b10a3c8696e93ee97cf1f4babb825c8e38ab26fdaa207a59a5f5b01a286bf682de589280712a130940737ff2ba22c8b415c703dc6531e200853d69086454a6d23f11d8f082b7b3f445069c3053cd6a12270a9', '887d04297eea1c3f4da3f1fce796154789c204070dbee06a60983af251a4e2f6', 'person-dilys', false, NULL, 0);
INSERT INTO public.members VALUES
	('member-amira', 'harbour', 'council', 'person-amira', 'coordinator', 'in', '2026-09-07 09:00:00+00'),
	('member-ben', 'harbour', 'trust', 'person-ben', 'lead', 'in', '2026-09-07 09:00:00+00'),
	('member-cerys', 'harbour', 'kitchen', 'person-cerys', 'member', 'in', '2026-09-07 09:00:00+00'),
	('member-dilys', 'harbour', 'kitchen', 'person-dilys', 'lead', 'in', '2026-09-07 09:00:00+00'),
	('member-efe', 'harbour', 'council', 'person-efe', 'member', 'in', '2026-09-07 09:00:00+00'),
	('member-farah', 'harbour', 'council', 'person-farah', 'member', 'in', '2026-09-07 09:00:00+00'),
	('member-gwil', 'harbour', 'trust', 'person-gwil', 'member', 'in', '2026-09-07 09:00:00+00'),
	('member-hana', 'harbour', 'trust', 'person-hana', 'member', 'in', '2026-09-07 09:00:00+00'),
	('member-idris', 'harbour', 'shelter', 'person-idris', 'lead', 'in', '2026-09-07 09:00:00+00'),
	('member-jo', 'harbour', 'shelter', 'person-jo', 'member', 'in', '2026-09-07 09:00:00+00'),
	('vdaqw5ailtzb5nyg', 'harbour', 'derb2fadurbbmydn', 'ta4xexxlkxqx4g4x', 'lead', 'waiting', '2026-10-17 08:00:00+00'),
	('vu5swmqxyp2jvetk', 'harbour', 'council', 'audkp4due3ozpdap', 'member', 'invited', '2026-10-17 08:00:00+00'),
	('isbx7yqnrrl2qdxi', 'mptf2cbri3pbkws5', 'y2scvkkm5t36ltf7', 'person-x1', 'coordinator', 'in', '2026-10-17 08:00:00+00');
INSERT INTO public.notes VALUES
	('qugkltdtlqmbwksm', 'harbour', '2026-09-01', 'A new chair took over');
INSERT INTO public.organisations VALUES
	('council', 'harbour', 'Harbour Council', 'in', true, 'GB-ENG'),
	('trust', 'harbour', 'Harbour NHS Trust', 'in', true, 'GB-ENG'),
	('kitchen', 'harbour', 'Cegin Gymunedol', 'in', false, 'GB-WLS'),
	('shelter', 'harbour', 'Harbour Shelter', 'in', false, 'GB-ENG'),
	('derb2fadurbbmydn', 'harbour', 'Harbour College', 'waiting', false, 'GB-ENG'),
	('y2scvkkm5t36ltf7', 'mptf2cbri3pbkws5', 'Riverside Trust', 'in', false, 'GB-ENG');
INSERT INTO public.partnerships VALUES
	('mptf2cbri3pbkws5', 'Riverside', 'Europe/London', 'en', '2026-10-17 08:00:00+00', 'One front door', '', '', '', '', '', NULL, NULL, '', 0, 5, 1, NULL),
	('harbour', 'Harbour Together', 'Europe/London', 'en', '2026-09-07 09:00:00+00', 'Nobody sleeps rough at the harbour', 'health and social care', '', '', '', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=9;BYMINUTE=0;BYSECOND=0', '2026-09-07 09:00:00+00', '2026-11-09 09:00:00+00', 'ngeve2gl2ydisgm4', 5, 5, 1, NULL);
INSERT INTO public.passes VALUES
	('8c5e9db4c07c7ca71b07c8be8df0ed9d2beb5e005f05b1d83966321783ce28e0', 'audkp4due3ozpdap', '2026-10-31 08:00:00+00');
INSERT INTO public.people VALUES
	('person-amira', 'slack:council:amira', 'slack:council:amira', 'Amira', 'Europe/London', 'en', NULL),
	('person-ben', 'teams:trust:ben', 'teams:trust:ben', 'Ben', 'Europe/London', 'en', NULL),
	('person-dilys', 'web:accord:person-dilys', 'web:accord:person-dilys', 'Dilys', 'Europe/London', 'en', NULL),
	('person-efe', 'slack:council:efe', 'slack:council:efe', 'Efe', 'Europe/London', 'en', NULL),
	('person-farah', 'slack:council:farah', 'slack:council:farah', 'Farah', 'Europe/London', 'en', NULL),
	('person-gwil', 'teams:trust:gwil', 'teams:trust:gwil', 'Gwil', 'Europe/London', 'en', NULL),
	('person-idris', 'slack:shelter:idris', 'slack:shelter:idris', 'Idris', 'Europe/London', 'en', NULL),
	('person-jo', 'slack:shelter:jo', 'slack:shelter:jo', 'Jo', 'America/New_York', 'en', NULL),
	('ta4xexxlkxqx4g4x', 'slack:council:kofi', 'slack:council:kofi', 'Kofi', 'Europe/London', 'en', NULL),
	('audkp4due3ozpdap', 'web:accord:audkp4due3ozpdap', 'web:accord:audkp4due3ozpdap', 'Nia', 'Europe/London', 'en', NULL),
	('person-cerys', 'web:accord:person-cerys', 'web:accord:person-cerys', 'Cerys', 'Europe/London', 'cy', NULL),
	('person-hana', 'teams:trust:hana', 'teams:trust:hana', 'Hana', 'Europe/London', 'en', '2026-12-20'),
	('person-x1', 'web:accord:person-x1', 'web:accord:person-x1', 'Olu', 'Europe/London', 'en', NULL);
INSERT INTO public.posts VALUES
	('gip2qaiaynsi3azw', 'web:accord:person-dilys', '{"title": "Partners do what they say they will do.", "parts": [{"kind": "Text", "words": "Harbour Together: 5 questions, under a minute. Open until Friday 11 September, 16:30."}, {"kind": "Quiet", "words": "1 of 5 \u00b7 How true is this of us now?"}, {"kind": "Buttons", "options": [{"label": "Not at all", "says": "answer iqtgnzwnetsd5lwb.1 1"}, {"label": "A little", "says": "answer iqtgnzwnetsd5lwb.1 2"}, {"label": "Partly", "says": "answer iqtgnzwnetsd5lwb.1 3"}, {"label": "Mostly", "says": "answer iqtgnzwnetsd5lwb.1 4"}, {"label": "Fully", "says": "answer iqtgnzwnetsd5lwb.1 5"}]}, {"kind": "Buttons", "options": [{"label": "Can''t say", "says": "answer iqtgnzwnetsd5lwb.1 ?"}, {"label": "Skip", "says": "skip iqtgnzwnetsd5lwb.1"}]}, {"kind": "Buttons", "options": [{"label": "Later", "says": "later"}]}, {"kind": "Quiet", "words": "Confidential while the round is open, anonymous once it has closed."}], "about": "ask:6okntfg5d3zyscsk", "private": false, "refused": false, "follows": ""}', 'ask:6okntfg5d3zyscsk', '2026-09-07 09:00:00+00', ''),
	('jgaw5j6rejwbbk5h', 'web:accord:person-cerys', '{"title": "Mae''r partneriaid yn gwneud yr hyn maen nhw''n dweud y byddan nhw''n ei wneud.", "parts": [{"kind": "Text", "words": "Harbour Together: 5 cwestiwn, llai na munud. Amser cau: Dydd Gwener 11 Medi, 16:30."}, {"kind": "Quiet", "words": "1 o 5 \u00b7 Pa mor wir yw hyn amdanon ni nawr?"}, {"kind": "Buttons", "options": [{"label": "Ddim o gwbl", "says": "answer e77d3qsxjbuz66vc.1 1"}, {"label": "Ychydig", "says": "answer e77d3qsxjbuz66vc.1 2"}, {"label": "Yn rhannol", "says": "answer e77d3qsxjbuz66vc.1 3"}, {"label": "Gan mwyaf", "says": "answer e77d3qsxjbuz66vc.1 4"}, {"label": "Yn llwyr", "says": "answer e77d3qsxjbuz66vc.1 5"}]}, {"kind": "Buttons", "options": [{"label": "Methu dweud", "says": "answer e77d3qsxjbuz66vc.1 ?"}, {"label": "Hepgor", "says": "skip e77d3qsxjbuz66vc.1"}]}, {"kind": "Buttons", "options": [{"label": "Yn nes ymlaen", "says": "later"}]}, {"kind": "Quiet", "words": "Cyfrinachol tra bo''r rownd ar agor, dienw ar \u00f4l iddi gau."}], "about": "ask:6okntfg5d3zyscsk", "private": false, "refused": false, "follows": ""}', 'ask:6okntfg5d3zyscsk', '2026-09-07 09:00:00+00', ''),
	('5jmqlpt2zlyc4llf', 'web:accord:person-dilys', '{"title": "Harbour Together: round 1", "parts": [{"kind": "Text", "words": "10 of 10 replied."}, {"kind": "Text", "words": "It takes four rounds with enough answers to see whether something changes. So far there is 1."}, {"kind": "Facts", "rows": [["Trust", "4.4 \u00b7 10 of 10 answered"], ["Shared purpose", "4.4 \u00b7 10 of 10 answered"], ["Power balance", "4.4 \u00b7 10 of 10 answered"], ["I can speak up here when something is wrong.", "4.4 \u00b7 10 of 10 answered"], ["People who use our services shape what we do.", "4.4 \u00b7 10 of 10 answered"]]}, {"kind": "Buttons", "options": [{"label": "See the whole summary", "says": "results for round 1"}, {"label": "Open the hub", "says": "hub"}]}], "about": "round:6okntfg5d3zyscsk", "private": false, "refused": false, "follows": ""}', 'round:6okntfg5d3zyscsk', '2026-09-14 08:30:00+00', ''),
	('bnh7mtpgtllmo3vk', 'web:accord:person-cerys', '{"title": "Harbour Together: rownd 1", "parts": [{"kind": "Text", "words": "Ymatebodd 10 o 10."}, {"kind": "Text", "words": "Mae angen pedair rownd \u00e2 digon o atebion i weld a oes rhywbeth yn newid. Hyd yma mae 1."}, {"kind": "Facts", "rows": [["Ymddiriedaeth", "4.4 \u00b7 atebodd 10 o 10"], ["Diben cyffredin", "4.4 \u00b7 atebodd 10 o 10"], ["Cydbwysedd grym", "4.4 \u00b7 atebodd 10 o 10"], ["Gallaf i godi llais yma pan fydd rhywbeth o''i le.", "4.4 \u00b7 atebodd 10 o 10"], ["Mae pobl sy''n defnyddio ein gwasanaethau yn llywio''r hyn rydyn ni''n ei wneud.", "4.4 \u00b7 atebodd 10 o 10"]]}, {"kind": "Buttons", "options": [{"label": "Gweld y crynodeb cyfan", "says": "results for round 1"}, {"label": "Agor yr hwb", "says": "hub"}]}], "about": "round:6okntfg5d3zyscsk", "private": false, "refused": false, "follows": ""}', 'round:6okntfg5d3zyscsk', '2026-09-14 08:30:00+00', ''),
	('3yrcdscj634cjuf3', 'web:accord:person-dilys', '{"title": "Partners do what they say they will do.", "parts": [{"kind": "Text", "words": "Harbour Together: 5 questions, under a minute. Open until Friday 18 September, 16:30."}, {"kind": "Quiet", "words": "1 of 5 \u00b7 How true is this of us now?"}, {"kind": "Buttons", "options": [{"label": "Not at all", "says": "answer mgpmdajhzobausw6.1 1"}, {"label": "A little", "says": "answer mgpmdajhzobausw6.1 2"}, {"label": "Partly", "says": "answer mgpmdajhzobausw6.1 3"}, {"label": "Mostly", "says": "answer mgpmdajhzobausw6.1 4"}, {"label": "Fully", "says": "answer mgpmdajhzobausw6.1 5"}]}, {"kind": "Buttons", "options": [{"label": "Can''t say", "says": "answer mgpmdajhzobausw6.1 ?"}, {"label": "Skip", "says": "skip mgpmdajhzobausw6.1"}]}, {"kind": "Buttons", "options": [{"label": "Later", "says": "later"}]}, {"kind": "Quiet", "words": "Confidential while the round is open, anonymous once it has closed."}], "about": "ask:p7kjwqovrimkjkmw", "private": false, "refused": false, "follows": ""}', 'ask:p7kjwqovrimkjkmw', '2026-09-14 09:00:00+00', ''),
	('yc3jlf4yxccpehuq', 'web:accord:person-cerys', '{"title": "Mae''r partneriaid yn gwneud yr hyn maen nhw''n dweud y byddan nhw''n ei wneud.", "parts": [{"kind": "Text", "words": "Harbour Together: 5 cwestiwn, llai na munud. Amser cau: Dydd Gwener 18 Medi, 16:30."}, {"kind": "Quiet", "words": "1 o 5 \u00b7 Pa mor wir yw hyn amdanon ni nawr?"}, {"kind": "Buttons", "options": [{"label": "Ddim o gwbl", "says": "answer cfnxxw3zgxvb2x74.1 1"}, {"label": "Ychydig", "says": "answer cfnxxw3zgxvb2x74.1 2"}, {"label": "Yn rhannol", "says": "answer cfnxxw3zgxvb2x74.1 3"}, {"label": "Gan mwyaf", "says": "answer cfnxxw3zgxvb2x74.1 4"}, {"label": "Yn llwyr", "says": "answer cfnxxw3zgxvb2x74.1 5"}]}, {"kind": "Buttons", "options": [{"label": "Methu dweud", "says": "answer cfnxxw3zgxvb2x74.1 ?"}, {"label": "Hepgor", "says": "skip cfnxxw3zgxvb2x74.1"}]}, {"kind": "Buttons", "options": [{"label": "Yn nes ymlaen", "says": "later"}]}, {"kind": "Quiet", "words": "Cyfrinachol tra bo''r rownd ar agor, dienw ar \u00f4l iddi gau."}], "about": "ask:p7kjwqovrimkjkmw", "private": false, "refused": false, "follows": ""}', 'ask:p7kjwqovrimkjkmw', '2026-09-14 09:00:00+00', ''),
	('gx4tpnkavh6tppdw', 'web:accord:person-cerys', '{"title": "Harbour Together: rownd 2", "parts": [{"kind": "Text", "words": "Ymatebodd 10 o 10. Y tro diwethaf, 10 o 10 oedd hi."}, {"kind": "Text", "words": "Ers y tro diwethaf: ymddiriedaeth, diben cyffredin, a(c) cydbwysedd grym tua''r un fath."}, {"kind": "Text", "words": "Mae angen pedair rownd \u00e2 digon o atebion i weld a oes rhywbeth yn newid. Hyd yma mae 2."}, {"kind": "Facts", "rows": [["Ymddiriedaeth", "4.4 \u00b7 atebodd 10 o 10"], ["Diben cyffredin", "4.4 \u00b7 atebodd 10 o 10"], ["Cydbwysedd grym", "4.4 \u00b7 atebodd 10 o 10"], ["Mae ein nodau cyffredin yn llywio''r hyn rwy''n ei wneud.", "4.4 \u00b7 atebodd 10 o 10"], ["Mae ein gwasanaethau''n gweithio''n dda gyda''i gilydd i bobl.", "4.4 \u00b7 atebodd 10 o 10"]]}, {"kind": "Buttons", "options": [{"label": "Gweld y crynodeb cyfan", "says": "results for round 2"}, {"label": "Agor yr hwb", "says": "hub"}]}], "about": "round:p7kjwqovrimkjkmw", "private": false, "refused": false, "follows": ""}', 'round:p7kjwqovrimkjkmw', '2026-09-21 08:30:00+00', ''),
	('4sufdozihyfxizrt', 'web:accord:harbour', '{"title": "Harbour Together: did we do it?", "parts": [{"kind": "Text", "words": "2. Rotate the chair"}, {"kind": "Buttons", "options": [{"label": "Yes", "says": "in harbour: did 2 yes"}, {"label": "Partly", "says": "in harbour: did 2 partly"}, {"label": "No", "says": "in harbour: did 2 no"}]}, {"kind": "Quiet", "words": "The first answer counts. Who gave it is not kept."}], "about": "actions:fm426vss5xvwp5p2", "private": false, "refused": false, "follows": "round:fm426vss5xvwp5p2"}', 'actions:fm426vss5xvwp5p2', '2026-10-16 15:31:00+00', ''),
	('kcv7lpa5e4p3ohus', 'web:accord:person-dilys', '{"title": "Harbour Together: round 2", "parts": [{"kind": "Text", "words": "10 of 10 replied. Last time it was 10 of 10."}, {"kind": "Text", "words": "Since last time: trust, shared purpose and power balance about the same."}, {"kind": "Text", "words": "It takes four rounds with enough answers to see whether something changes. So far there are 2."}, {"kind": "Facts", "rows": [["Trust", "4.4 \u00b7 10 of 10 answered"], ["Shared purpose", "4.4 \u00b7 10 of 10 answered"], ["Power balance", "4.4 \u00b7 10 of 10 answered"], ["Our shared aims guide what I do.", "4.4 \u00b7 10 of 10 answered"], ["Our services join up well for people.", "4.4 \u00b7 10 of 10 answered"]]}, {"kind": "Buttons", "options": [{"label": "See the whole summary", "says": "results for round 2"}, {"label": "Open the hub", "says": "hub"}]}], "about": "round:p7kjwqovrimkjkmw", "private": false, "refused": false, "follows": ""}', 'round:p7kjwqovrimkjkmw', '2026-09-21 08:30:00+00', ''),
	('rqtoyjex2edldqup', 'web:accord:person-cerys', '{"title": "Mae''r partneriaid yn gwneud yr hyn maen nhw''n dweud y byddan nhw''n ei wneud.", "parts": [{"kind": "Text", "words": "Harbour Together: 5 cwestiwn, llai na munud. Amser cau: Dydd Gwener 2 Hydref, 16:30."}, {"kind": "Quiet", "words": "1 o 5 \u00b7 Pa mor wir yw hyn amdanon ni nawr?"}, {"kind": "Buttons", "options": [{"label": "Ddim o gwbl", "says": "answer uckrojkaya24oetv.1 1"}, {"label": "Ychydig", "says": "answer uckrojkaya24oetv.1 2"}, {"label": "Yn rhannol", "says": "answer uckrojkaya24oetv.1 3"}, {"label": "Gan mwyaf", "says": "answer uckrojkaya24oetv.1 4"}, {"label": "Yn llwyr", "says": "answer uckrojkaya24oetv.1 5"}]}, {"kind": "Buttons", "options": [{"label": "Methu dweud", "says": "answer uckrojkaya24oetv.1 ?"}, {"label": "Hepgor", "says": "skip uckrojkaya24oetv.1"}]}, {"kind": "Buttons", "options": [{"label": "Yn nes ymlaen", "says": "later"}]}, {"kind": "Quiet", "words": "Cyfrinachol tra bo''r rownd ar agor, dienw ar \u00f4l iddi gau."}], "about": "ask:rdx46aeb6a3x3qm6", "private": false, "refused": false, "follows": ""}', 'ask:rdx46aeb6a3x3qm6', '2026-09-28 08:30:00+00', ''),
	('vhemdb54mnw57crn', 'web:accord:person-dilys', '{"title": "Partners do what they say they will do.", "parts": [{"kind": "Text", "words": "Harbour Together: 5 questions, under a minute. Open until Friday 2 October, 16:30."}, {"kind": "Quiet", "words": "1 of 5 \u00b7 How true is this of us now?"}, {"kind": "Buttons", "options": [{"label": "Not at all", "says": "answer i6hbcgbzqabgfkcp.1 1"}, {"label": "A little", "says": "answer i6hbcgbzqabgfkcp.1 2"}, {"label": "Partly", "says": "answer i6hbcgbzqabgfkcp.1 3"}, {"label": "Mostly", "says": "answer i6hbcgbzqabgfkcp.1 4"}, {"label": "Fully", "says": "answer i6hbcgbzqabgfkcp.1 5"}]}, {"kind": "Buttons", "options": [{"label": "Can''t say", "says": "answer i6hbcgbzqabgfkcp.1 ?"}, {"label": "Skip", "says": "skip i6hbcgbzqabgfkcp.1"}]}, {"kind": "Buttons", "options": [{"label": "Later", "says": "later"}]}, {"kind": "Quiet", "words": "Confidential while the round is open, anonymous once it has closed."}], "about": "ask:rdx46aeb6a3x3qm6", "private": false, "refused": false, "follows": ""}', 'ask:rdx46aeb6a3x3qm6', '2026-09-28 08:30:00+00', ''),
	('3ifi7vlv7yn5eis2', 'web:accord:person-dilys', '{"title": "Harbour Together: round 3", "parts": [{"kind": "Text", "words": "10 of 10 replied. Last time it was 10 of 10."}, {"kind": "Text", "words": "Since last time: trust, shared purpose and power balance about the same."}, {"kind": "Text", "words": "It takes four rounds with enough answers to see whether something changes. So far there are 3."}, {"kind": "Facts", "rows": [["Trust", "4.3 \u00b7 10 of 10 answered"], ["Shared purpose", "4.3 \u00b7 10 of 10 answered"], ["Power balance", "4.3 \u00b7 10 of 10 answered"], ["We make big decisions together.", "4.3 \u00b7 10 of 10 answered"], ["Whoever leads our meetings makes sure everyone is heard.", "4.3 \u00b7 10 of 10 answered"]]}, {"kind": "Buttons", "options": [{"label": "See the whole summary", "says": "results for round 3"}, {"label": "Open the hub", "says": "hub"}]}], "about": "round:rdx46aeb6a3x3qm6", "private": false, "refused": false, "follows": ""}', 'round:rdx46aeb6a3x3qm6', '2026-10-05 08:30:00+00', ''),
	('xthvx46esiczsble', 'web:accord:person-cerys', '{"title": "Harbour Together: rownd 3", "parts": [{"kind": "Text", "words": "Ymatebodd 10 o 10. Y tro diwethaf, 10 o 10 oedd hi."}, {"kind": "Text", "words": "Ers y tro diwethaf: ymddiriedaeth, diben cyffredin, a(c) cydbwysedd grym tua''r un fath."}, {"kind": "Text", "words": "Mae angen pedair rownd \u00e2 digon o atebion i weld a oes rhywbeth yn newid. Hyd yma mae 3."}, {"kind": "Facts", "rows": [["Ymddiriedaeth", "4.3 \u00b7 atebodd 10 o 10"], ["Diben cyffredin", "4.3 \u00b7 atebodd 10 o 10"], ["Cydbwysedd grym", "4.3 \u00b7 atebodd 10 o 10"], ["Rydyn ni''n gwneud penderfyniadau mawr gyda''n gilydd.", "4.3 \u00b7 atebodd 10 o 10"], ["Mae pwy bynnag sy''n arwain ein cyfarfodydd yn sicrhau bod pawb yn cael eu clywed.", "4.3 \u00b7 atebodd 10 o 10"]]}, {"kind": "Buttons", "options": [{"label": "Gweld y crynodeb cyfan", "says": "results for round 3"}, {"label": "Agor yr hwb", "says": "hub"}]}], "about": "round:rdx46aeb6a3x3qm6", "private": false, "refused": false, "follows": ""}', 'round:rdx46aeb6a3x3qm6', '2026-10-05 08:30:00+00', ''),
	('i3646xq6tgtafw42', 'web:accord:harbour', '{"title": "Power balance has gone down sharply", "parts": [{"kind": "Text", "words": "It is about 2.2 below the 4.4 of the rounds before. It differs from the rounds before by more than their usual ups and downs. It is new with this round."}, {"kind": "Text", "words": "How sure is this? It can be chance. Where nothing changes, about 10 in 100 partnerships of this size get such a message on one theme within 9 rounds."}, {"kind": "Text", "words": "What it means, only you can tell. It may be worth a talk."}, {"kind": "Text", "words": "To talk about: Our last big choice: who set the agenda, who was in the room, who could say no?"}, {"kind": "Buttons", "options": [{"label": "We will talk about it", "says": "talk nv2n76c4iu4avqrx"}, {"label": "Take up an action", "says": "act nv2n76c4iu4avqrx"}, {"label": "Not now", "says": "not now nv2n76c4iu4avqrx"}]}], "about": "alert:nv2n76c4iu4avqrx", "private": false, "refused": false, "follows": "round:fm426vss5xvwp5p2"}', 'alert:nv2n76c4iu4avqrx', '2026-10-16 15:30:10+00', ''),
	('yup5pbgyc3zbnrts', 'web:accord:harbour', '{"title": "Trust has gone down sharply", "parts": [{"kind": "Text", "words": "It is about 2.2 below the 4.4 of the rounds before. It differs from the rounds before by more than their usual ups and downs. It is new with this round."}, {"kind": "Text", "words": "How sure is this? It can be chance. Where nothing changes, about 10 in 100 partnerships of this size get such a message on one theme within 9 rounds."}, {"kind": "Text", "words": "What it means, only you can tell. It may be worth a talk."}, {"kind": "Text", "words": "To talk about: What did we promise each other last month? What slipped, and did we say so at the time?"}, {"kind": "Buttons", "options": [{"label": "We will talk about it", "says": "talk rii6ynk2x6tthclq"}, {"label": "Take up an action", "says": "act rii6ynk2x6tthclq"}, {"label": "Not now", "says": "not now rii6ynk2x6tthclq"}]}], "about": "alert:rii6ynk2x6tthclq", "private": false, "refused": false, "follows": "round:fm426vss5xvwp5p2"}', 'alert:rii6ynk2x6tthclq', '2026-10-16 15:30:30+00', ''),
	('murntaajaxmgy43t', 'web:accord:person-cerys', '{"title": "Mae''r partneriaid yn gwneud yr hyn maen nhw''n dweud y byddan nhw''n ei wneud.", "parts": [{"kind": "Text", "words": "Harbour Together: 5 cwestiwn, llai na munud. Amser cau: Dydd Gwener 16 Hydref, 16:30."}, {"kind": "Quiet", "words": "1 o 5 \u00b7 Pa mor wir yw hyn amdanon ni nawr?"}, {"kind": "Buttons", "options": [{"label": "Ddim o gwbl", "says": "answer exehw6fblhfio4xc.1 1"}, {"label": "Ychydig", "says": "answer exehw6fblhfio4xc.1 2"}, {"label": "Yn rhannol", "says": "answer exehw6fblhfio4xc.1 3"}, {"label": "Gan mwyaf", "says": "answer exehw6fblhfio4xc.1 4"}, {"label": "Yn llwyr", "says": "answer exehw6fblhfio4xc.1 5"}]}, {"kind": "Buttons", "options": [{"label": "Methu dweud", "says": "answer exehw6fblhfio4xc.1 ?"}, {"label": "Hepgor", "says": "skip exehw6fblhfio4xc.1"}]}, {"kind": "Buttons", "options": [{"label": "Yn nes ymlaen", "says": "later"}]}, {"kind": "Quiet", "words": "Cyfrinachol tra bo''r rownd ar agor, dienw ar \u00f4l iddi gau."}], "about": "ask:fm426vss5xvwp5p2", "private": false, "refused": false, "follows": ""}', 'ask:fm426vss5xvwp5p2', '2026-10-12 08:30:00+00', ''),
	('p4rozyjj3fjmlupn', 'web:accord:person-dilys', '{"title": "Partners do what they say they will do.", "parts": [{"kind": "Text", "words": "Harbour Together: 5 questions, under a minute. Open until Friday 16 October, 16:30."}, {"kind": "Quiet", "words": "1 of 5 \u00b7 How true is this of us now?"}, {"kind": "Buttons", "options": [{"label": "Not at all", "says": "answer j6ppke7pk4govmnl.1 1"}, {"label": "A little", "says": "answer j6ppke7pk4govmnl.1 2"}, {"label": "Partly", "says": "answer j6ppke7pk4govmnl.1 3"}, {"label": "Mostly", "says": "answer j6ppke7pk4govmnl.1 4"}, {"label": "Fully", "says": "answer j6ppke7pk4govmnl.1 5"}]}, {"kind": "Buttons", "options": [{"label": "Can''t say", "says": "answer j6ppke7pk4govmnl.1 ?"}, {"label": "Skip", "says": "skip j6ppke7pk4govmnl.1"}]}, {"kind": "Buttons", "options": [{"label": "Later", "says": "later"}]}, {"kind": "Quiet", "words": "Confidential while the round is open, anonymous once it has closed."}], "about": "ask:fm426vss5xvwp5p2", "private": false, "refused": false, "follows": ""}', 'ask:fm426vss5xvwp5p2', '2026-10-12 08:30:00+00', ''),
	('gznkgqu3kl4opzbx', 'web:accord:harbour', '{"title": "Harbour Together: round 4", "parts": [{"kind": "Text", "words": "9 of 10 replied. Last time it was 10 of 10."}, {"kind": "Text", "words": "Since last time: trust, shared purpose and power balance sharply lower."}, {"kind": "Text", "words": "What stands out:"}, {"kind": "Listing", "items": ["Power balance has gone down sharply", "Shared purpose has gone down sharply", "Trust has gone down sharply"]}, {"kind": "Text", "words": "To talk about: Our last big choice: who set the agenda, who was in the room, who could say no?"}, {"kind": "Text", "words": "What we will do:"}, {"kind": "Listing", "items": ["2. Rotate the chair"]}, {"kind": "Facts", "rows": [["Trust", "2.2 \u00b7 range 2.1 to 2.5 \u00b7 9 of 10 answered"], ["Shared purpose", "2.2 \u00b7 range 2.1 to 2.5 \u00b7 9 of 10 answered"], ["Power balance", "2.2 \u00b7 range 2.1 to 2.5 \u00b7 9 of 10 answered"], ["Partners look out for each other.", "2.2 \u00b7 range 2.1 to 2.5 \u00b7 9 of 10 answered"], ["I know what my organisation is expected to do.", "2.2 \u00b7 range 2.1 to 2.5 \u00b7 9 of 10 answered"]]}, {"kind": "Chart", "of": "trend:fm426vss5xvwp5p2", "title": "Trust has gone down sharply; shared purpose has gone down sharply; power balance has gone down sharply", "subtitle": "Average score from 1 to 5, 11 September 2026 to 16 October 2026; 9 to 10 answers a round.", "alt": "Trust has gone down sharply; shared purpose has gone down sharply; power balance has gone down sharply. Average score from 1 to 5, 11 September 2026 to 16 October 2026; 9 to 10 answers a round. Trust, oldest first: 4.4, 4.4, 4.3, 2.2. Down, beyond chance: 16 October 2026. Shared purpose, oldest first: 4.4, 4.4, 4.3, 2.2. Down, beyond chance: 16 October 2026. Power balance, oldest first: 4.4, 4.4, 4.3, 2.2. Down, beyond chance: 16 October 2026.", "panels": [{"title": "Trust", "points": [{"on": "2026-09-11", "value": 4.4, "mark": "common", "hollow": false}, {"on": "2026-09-18", "value": 4.4, "mark": "common", "hollow": false}, {"on": "2026-10-02", "value": 4.3, "mark": "common", "hollow": false}, {"on": "2026-10-16", "value": 2.2, "mark": "concern", "hollow": false}], "limits": [], "notes": [], "sides": null}, {"title": "Shared purpose", "points": [{"on": "2026-09-11", "value": 4.4, "mark": "common", "hollow": false}, {"on": "2026-09-18", "value": 4.4, "mark": "common", "hollow": false}, {"on": "2026-10-02", "value": 4.3, "mark": "common", "hollow": false}, {"on": "2026-10-16", "value": 2.2, "mark": "concern", "hollow": false}], "limits": [], "notes": [], "sides": null}, {"title": "Power balance", "points": [{"on": "2026-09-11", "value": 4.4, "mark": "common", "hollow": false}, {"on": "2026-09-18", "value": 4.4, "mark": "common", "hollow": false}, {"on": "2026-10-02", "value": 4.3, "mark": "common", "hollow": false}, {"on": "2026-10-16", "value": 2.2, "mark": "concern", "hollow": false}], "limits": [], "notes": [], "sides": null}], "legend": [["concern", "Down, beyond chance"], ["common", "Usual ups and downs"]], "language": "en", "bars": [], "scale": []}, {"kind": "Buttons", "options": [{"label": "More: Trust", "says": "results trust for round 4"}, {"label": "More: Shared purpose", "says": "results purpose for round 4"}, {"label": "More: Power balance", "says": "results power for round 4"}, {"label": "More: Roles", "says": "results roles for round 4"}, {"label": "Open the hub", "says": "hub"}]}, {"kind": "Text", "words": "The next round opens on Monday 26 October, 09:00."}, {"kind": "Quiet", "words": "Scores run from 1 (not at all) to 5 (fully). Range: where the score of all members lies if the silent feel like those who replied. How many chose each point is shown once 10 people have answered."}], "about": "round:fm426vss5xvwp5p2", "private": false, "refused": false, "follows": ""}', 'round:fm426vss5xvwp5p2', '2026-10-16 15:30:00+00', ''),
	('x7lqwnp3yawarlff', 'web:accord:harbour', '{"title": "Shared purpose has gone down sharply", "parts": [{"kind": "Text", "words": "It is about 2.2 below the 4.4 of the rounds before. It differs from the rounds before by more than their usual ups and downs. It is new with this round."}, {"kind": "Text", "words": "How sure is this? It can be chance. Where nothing changes, about 10 in 100 partnerships of this size get such a message on one theme within 9 rounds."}, {"kind": "Text", "words": "What it means, only you can tell. It may be worth a talk."}, {"kind": "Text", "words": "To talk about: In one sentence each: what is this partnership for? Where do our sentences differ?"}, {"kind": "Buttons", "options": [{"label": "We will talk about it", "says": "talk rvnhclju7juiw4yd"}, {"label": "Take up an action", "says": "act rvnhclju7juiw4yd"}, {"label": "Not now", "says": "not now rvnhclju7juiw4yd"}]}], "about": "alert:rvnhclju7juiw4yd", "private": false, "refused": false, "follows": "round:fm426vss5xvwp5p2"}', 'alert:rvnhclju7juiw4yd', '2026-10-16 15:30:20+00', ''),
	('b5acm3wfjhnzex6n', 'web:accord:person-dilys', '{"title": "Harbour Together: round 4", "parts": [{"kind": "Text", "words": "9 of 10 replied. Last time it was 10 of 10."}, {"kind": "Text", "words": "Since last time: trust, shared purpose and power balance sharply lower."}, {"kind": "Text", "words": "What stands out:"}, {"kind": "Listing", "items": ["Power balance has gone down sharply", "Shared purpose has gone down sharply", "Trust has gone down sharply"]}, {"kind": "Text", "words": "To talk about: Our last big choice: who set the agenda, who was in the room, who could say no?"}, {"kind": "Facts", "rows": [["Trust", "2.2 \u00b7 range 2.1 to 2.5 \u00b7 9 of 10 answered"], ["Shared purpose", "2.2 \u00b7 range 2.1 to 2.5 \u00b7 9 of 10 answered"], ["Power balance", "2.2 \u00b7 range 2.1 to 2.5 \u00b7 9 of 10 answered"], ["Partners look out for each other.", "2.2 \u00b7 range 2.1 to 2.5 \u00b7 9 of 10 answered"], ["I know what my organisation is expected to do.", "2.2 \u00b7 range 2.1 to 2.5 \u00b7 9 of 10 answered"]]}, {"kind": "Buttons", "options": [{"label": "See the whole summary", "says": "results for round 4"}, {"label": "Open the hub", "says": "hub"}]}], "about": "round:fm426vss5xvwp5p2", "private": false, "refused": false, "follows": ""}', 'round:fm426vss5xvwp5p2', '2026-10-19 08:30:00+00', ''),
	('g2xn34eqgaca2jt5', 'web:accord:person-cerys', '{"title": "Harbour Together: rownd 4", "parts": [{"kind": "Text", "words": "Ymatebodd 9 o 10. Y tro diwethaf, 10 o 10 oedd hi."}, {"kind": "Text", "words": "Ers y tro diwethaf: ymddiriedaeth, diben cyffredin, a(c) cydbwysedd grym yn llawer is."}, {"kind": "Text", "words": "Beth sy''n sefyll allan:"}, {"kind": "Listing", "items": ["Mae Cydbwysedd grym wedi gostwng yn sydyn", "Mae Diben cyffredin wedi gostwng yn sydyn", "Mae Ymddiriedaeth wedi gostwng yn sydyn"]}, {"kind": "Text", "words": "I''w drafod: Ein dewis mawr diwethaf: pwy osododd yr agenda, pwy oedd yn yr ystafell, pwy allai ddweud na?"}, {"kind": "Facts", "rows": [["Ymddiriedaeth", "2.2 \u00b7 ystod 2.1 i 2.5 \u00b7 atebodd 9 o 10"], ["Diben cyffredin", "2.2 \u00b7 ystod 2.1 i 2.5 \u00b7 atebodd 9 o 10"], ["Cydbwysedd grym", "2.2 \u00b7 ystod 2.1 i 2.5 \u00b7 atebodd 9 o 10"], ["Mae''r partneriaid yn gofalu am ei gilydd.", "2.2 \u00b7 ystod 2.1 i 2.5 \u00b7 atebodd 9 o 10"], ["Rwy''n gwybod beth mae disgwyl i fy sefydliad ei wneud.", "2.2 \u00b7 ystod 2.1 i 2.5 \u00b7 atebodd 9 o 10"]]}, {"kind": "Buttons", "options": [{"label": "Gweld y crynodeb cyfan", "says": "results for round 4"}, {"label": "Agor yr hwb", "says": "hub"}]}], "about": "round:fm426vss5xvwp5p2", "private": false, "refused": false, "follows": ""}', 'round:fm426vss5xvwp5p2', '2026-10-19 08:30:00+00', ''),
	('5g4u73oncp5ucbj4', 'web:accord:person-dilys', '{"title": "Partners do what they say they will do.", "parts": [{"kind": "Text", "words": "Harbour Together: 5 questions, under a minute. Open until Friday 30 October, 16:30."}, {"kind": "Quiet", "words": "1 of 5 \u00b7 How true is this of us now?"}, {"kind": "Buttons", "options": [{"label": "Not at all", "says": "answer zcwfm2sn5n5hogtg.1 1"}, {"label": "A little", "says": "answer zcwfm2sn5n5hogtg.1 2"}, {"label": "Partly", "says": "answer zcwfm2sn5n5hogtg.1 3"}, {"label": "Mostly", "says": "answer zcwfm2sn5n5hogtg.1 4"}, {"label": "Fully", "says": "answer zcwfm2sn5n5hogtg.1 5"}]}, {"kind": "Buttons", "options": [{"label": "Can''t say", "says": "answer zcwfm2sn5n5hogtg.1 ?"}, {"label": "Skip", "says": "skip zcwfm2sn5n5hogtg.1"}]}, {"kind": "Buttons", "options": [{"label": "Later", "says": "later"}]}, {"kind": "Quiet", "words": "Confidential while the round is open, anonymous once it has closed."}], "about": "ask:ngeve2gl2ydisgm4", "private": false, "refused": false, "follows": ""}', 'ask:ngeve2gl2ydisgm4', '2026-10-26 09:30:00+00', ''),
	('tzfxsg3rqgg32bqp', 'web:accord:person-cerys', '{"title": "Mae''r partneriaid yn gwneud yr hyn maen nhw''n dweud y byddan nhw''n ei wneud.", "parts": [{"kind": "Text", "words": "Harbour Together: 5 cwestiwn, llai na munud. Amser cau: Dydd Gwener 30 Hydref, 16:30."}, {"kind": "Quiet", "words": "1 o 5 \u00b7 Pa mor wir yw hyn amdanon ni nawr?"}, {"kind": "Buttons", "options": [{"label": "Ddim o gwbl", "says": "answer btvbtwhb2a5b7hin.1 1"}, {"label": "Ychydig", "says": "answer btvbtwhb2a5b7hin.1 2"}, {"label": "Yn rhannol", "says": "answer btvbtwhb2a5b7hin.1 3"}, {"label": "Gan mwyaf", "says": "answer btvbtwhb2a5b7hin.1 4"}, {"label": "Yn llwyr", "says": "answer btvbtwhb2a5b7hin.1 5"}]}, {"kind": "Buttons", "options": [{"label": "Methu dweud", "says": "answer btvbtwhb2a5b7hin.1 ?"}, {"label": "Hepgor", "says": "skip btvbtwhb2a5b7hin.1"}]}, {"kind": "Buttons", "options": [{"label": "Yn nes ymlaen", "says": "later"}]}, {"kind": "Quiet", "words": "Cyfrinachol tra bo''r rownd ar agor, dienw ar \u00f4l iddi gau."}], "about": "ask:ngeve2gl2ydisgm4", "private": false, "refused": false, "follows": ""}', 'ask:ngeve2gl2ydisgm4', '2026-10-26 09:30:00+00', '');
INSERT INTO public.readings VALUES
	('6okntfg5d3zyscsk.1', '6okntfg5d3zyscsk', 'harbour', 'trust', 'trust.reliable@1', true, 10, 10, 4.4, '', NULL, NULL, 0.5, '[0, 0, 0, 6, 4]', 'strong', false, '', NULL, NULL, false),
	('6okntfg5d3zyscsk.2', '6okntfg5d3zyscsk', 'harbour', 'purpose', 'purpose.agree@1', true, 10, 10, 4.4, '', NULL, NULL, 0.5, '[0, 0, 0, 6, 4]', 'strong', false, '', NULL, NULL, false),
	('6okntfg5d3zyscsk.3', '6okntfg5d3zyscsk', 'harbour', 'power', 'power.voice@1', true, 10, 10, 4.4, '', NULL, NULL, 0.5, '[0, 0, 0, 6, 4]', 'strong', false, 'none', NULL, NULL, false),
	('6okntfg5d3zyscsk.4', '6okntfg5d3zyscsk', 'harbour', 'trust', 'trust.open@1', false, 10, 10, 4.4, '', NULL, NULL, 0.5, '[0, 0, 0, 6, 4]', 'strong', false, '', NULL, NULL, false),
	('6okntfg5d3zyscsk.5', '6okntfg5d3zyscsk', 'harbour', 'service-users', 'service-users.shape@1', false, 10, 10, 4.4, '', NULL, NULL, 0.5, '[0, 0, 0, 6, 4]', 'strong', false, '', NULL, NULL, false),
	('p7kjwqovrimkjkmw.1', 'p7kjwqovrimkjkmw', 'harbour', 'trust', 'trust.reliable@1', true, 10, 10, 4.4, '', NULL, NULL, 0.5, '[0, 0, 0, 6, 4]', 'strong', false, '', NULL, NULL, false),
	('p7kjwqovrimkjkmw.2', 'p7kjwqovrimkjkmw', 'harbour', 'purpose', 'purpose.agree@1', true, 10, 10, 4.4, '', NULL, NULL, 0.5, '[0, 0, 0, 6, 4]', 'strong', false, '', NULL, NULL, false),
	('p7kjwqovrimkjkmw.3', 'p7kjwqovrimkjkmw', 'harbour', 'power', 'power.voice@1', true, 10, 10, 4.4, '', NULL, NULL, 0.5, '[0, 0, 0, 6, 4]', 'strong', false, 'none', NULL, NULL, false),
	('p7kjwqovrimkjkmw.4', 'p7kjwqovrimkjkmw', 'harbour', 'purpose', 'purpose.guide@1', false, 10, 10, 4.4, '', NULL, NULL, 0.5, '[0, 0, 0, 6, 4]', 'strong', false, '', NULL, NULL, false),
	('p7kjwqovrimkjkmw.5', 'p7kjwqovrimkjkmw', 'harbour', 'whole-system', 'whole-system.joined@1', false, 10, 10, 4.4, '', NULL, NULL, 0.5, '[0, 0, 0, 6, 4]', 'strong', false, '', NULL, NULL, false),
	('rdx46aeb6a3x3qm6.1', 'rdx46aeb6a3x3qm6', 'harbour', 'trust', 'trust.reliable@1', true, 10, 10, 4.3, '', NULL, NULL, 0.5, '[0, 0, 0, 7, 3]', 'strong', false, '', NULL, NULL, false),
	('rdx46aeb6a3x3qm6.2', 'rdx46aeb6a3x3qm6', 'harbour', 'purpose', 'purpose.agree@1', true, 10, 10, 4.3, '', NULL, NULL, 0.5, '[0, 0, 0, 7, 3]', 'strong', false, '', NULL, NULL, false),
	('rdx46aeb6a3x3qm6.3', 'rdx46aeb6a3x3qm6', 'harbour', 'power', 'power.voice@1', true, 10, 10, 4.3, '', NULL, NULL, 0.5, '[0, 0, 0, 7, 3]', 'strong', false, 'none', NULL, NULL, false),
	('rdx46aeb6a3x3qm6.4', 'rdx46aeb6a3x3qm6', 'harbour', 'power', 'power.together@1', false, 10, 10, 4.3, '', NULL, NULL, 0.5, '[0, 0, 0, 7, 3]', 'strong', false, '', NULL, NULL, false),
	('rdx46aeb6a3x3qm6.5', 'rdx46aeb6a3x3qm6', 'harbour', 'leadership', 'leadership.heard@1', false, 10, 10, 4.3, '', NULL, NULL, 0.5, '[0, 0, 0, 7, 3]', 'strong', false, '', NULL, NULL, false),
	('fm426vss5xvwp5p2.1', 'fm426vss5xvwp5p2', 'harbour', 'trust', 'trust.reliable@1', true, 9, 10, 2.2, '', 2.1, 2.5, NULL, NULL, 'strong', false, '', NULL, NULL, false),
	('fm426vss5xvwp5p2.2', 'fm426vss5xvwp5p2', 'harbour', 'purpose', 'purpose.agree@1', true, 9, 10, 2.2, '', 2.1, 2.5, NULL, NULL, 'strong', false, '', NULL, NULL, false),
	('fm426vss5xvwp5p2.3', 'fm426vss5xvwp5p2', 'harbour', 'power', 'power.voice@1', true, 9, 10, 2.2, '', 2.1, 2.5, NULL, NULL, 'strong', false, 'third', NULL, NULL, false),
	('fm426vss5xvwp5p2.4', 'fm426vss5xvwp5p2', 'harbour', 'trust', 'trust.care@1', false, 9, 10, 2.2, '', 2.1, 2.5, NULL, NULL, 'strong', false, '', NULL, NULL, false),
	('fm426vss5xvwp5p2.5', 'fm426vss5xvwp5p2', 'harbour', 'roles', 'roles.mine@1', false, 9, 10, 2.2, '', 2.1, 2.5, NULL, NULL, 'strong', false, '', NULL, NULL, false);
INSERT INTO public.rounds VALUES
	('6okntfg5d3zyscsk', 'harbour', 'scheduled', 1, '["trust.reliable@1", "purpose.agree@1", "power.voice@1", "trust.open@1", "service-users.shape@1"]', '2026-09-07 09:00:00+00', '2026-09-11 15:30:00+00', '2026-09-09 12:15:00+00', 'closed', '', '2026-09-11 15:30:00+00', 10, 10),
	('p7kjwqovrimkjkmw', 'harbour', 'scheduled', 2, '["trust.reliable@1", "purpose.agree@1", "power.voice@1", "purpose.guide@1", "whole-system.joined@1"]', '2026-09-14 09:00:00+00', '2026-09-18 15:30:00+00', '2026-09-16 12:15:00+00', 'closed', '', '2026-09-18 15:30:00+00', 10, 10),
	('rdx46aeb6a3x3qm6', 'harbour', 'scheduled', 3, '["trust.reliable@1", "purpose.agree@1", "power.voice@1", "power.together@1", "leadership.heard@1"]', '2026-09-28 08:00:00+00', '2026-10-02 15:30:00+00', '2026-09-30 11:45:00+00', 'closed', '', '2026-10-02 15:30:00+00', 10, 10),
	('fm426vss5xvwp5p2', 'harbour', 'scheduled', 4, '["trust.reliable@1", "purpose.agree@1", "power.voice@1", "trust.care@1", "roles.mine@1"]', '2026-10-12 08:00:00+00', '2026-10-16 15:30:00+00', '2026-10-14 11:45:00+00', 'closed', '', '2026-10-16 15:30:00+00', 10, 9),
	('ngeve2gl2ydisgm4', 'harbour', 'scheduled', 5, '["trust.reliable@1", "purpose.agree@1", "power.voice@1", "purpose.fit@1", "learning.mistakes@1"]', '2026-10-26 09:00:00+00', '2026-10-30 16:30:00+00', '2026-10-28 12:45:00+00', 'open', '', NULL, 0, 0);
INSERT INTO public.sign_ins VALUES
	('sign-in', 'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff', 'person-dilys', '2026-11-16 08:00:00+00');
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.actions
    ADD CONSTRAINT pk_actions PRIMARY KEY (id);
ALTER TABLE ONLY public.alerts
    ADD CONSTRAINT pk_alerts PRIMARY KEY (id);
ALTER TABLE ONLY public.answers
    ADD CONSTRAINT pk_answers PRIMARY KEY (round, pseudonym, question);
ALTER TABLE ONLY public.asked
    ADD CONSTRAINT pk_asked PRIMARY KEY (id);
ALTER TABLE ONLY public.channels
    ADD CONSTRAINT pk_channels PRIMARY KEY (id);
ALTER TABLE ONLY public.codes
    ADD CONSTRAINT pk_codes PRIMARY KEY (id);
ALTER TABLE ONLY public.comments
    ADD CONSTRAINT pk_comments PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations
    ADD CONSTRAINT pk_conversations PRIMARY KEY (id);
ALTER TABLE ONLY public.deliveries
    ADD CONSTRAINT pk_deliveries PRIMARY KEY (id);
ALTER TABLE ONLY public.heard
    ADD CONSTRAINT pk_heard PRIMARY KEY (id);
ALTER TABLE ONLY public.installations
    ADD CONSTRAINT pk_installations PRIMARY KEY (id);
ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT pk_invitations PRIMARY KEY (id);
ALTER TABLE ONLY public.lanes
    ADD CONSTRAINT pk_lanes PRIMARY KEY (id);
ALTER TABLE ONLY public.mailboxes
    ADD CONSTRAINT pk_mailboxes PRIMARY KEY (id);
ALTER TABLE ONLY public.members
    ADD CONSTRAINT pk_members PRIMARY KEY (id);
ALTER TABLE ONLY public.no_mail
    ADD CONSTRAINT pk_no_mail PRIMARY KEY (id);
ALTER TABLE ONLY public.notes
    ADD CONSTRAINT pk_notes PRIMARY KEY (id);
ALTER TABLE ONLY public.organisations
    ADD CONSTRAINT pk_organisations PRIMARY KEY (id);
ALTER TABLE ONLY public.partnerships
    ADD CONSTRAINT pk_partnerships PRIMARY KEY (id);
ALTER TABLE ONLY public.passes
    ADD CONSTRAINT pk_passes PRIMARY KEY (id);
ALTER TABLE ONLY public.people
    ADD CONSTRAINT pk_people PRIMARY KEY (id);
ALTER TABLE ONLY public.posted
    ADD CONSTRAINT pk_posted PRIMARY KEY (id);
ALTER TABLE ONLY public.posts
    ADD CONSTRAINT pk_posts PRIMARY KEY (id);
ALTER TABLE ONLY public.readings
    ADD CONSTRAINT pk_readings PRIMARY KEY (id);
ALTER TABLE ONLY public.rebases
    ADD CONSTRAINT pk_rebases PRIMARY KEY (id);
ALTER TABLE ONLY public.rounds
    ADD CONSTRAINT pk_rounds PRIMARY KEY (id);
ALTER TABLE ONLY public.sign_ins
    ADD CONSTRAINT pk_sign_ins PRIMARY KEY (id);
ALTER TABLE ONLY public.actions
    ADD CONSTRAINT uq_actions_partnership_number UNIQUE (partnership, number);
ALTER TABLE ONLY public.channels
    ADD CONSTRAINT uq_channels_partnership_address UNIQUE (partnership, address);
ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT uq_invitations_round_member UNIQUE (round, member);
ALTER TABLE ONLY public.members
    ADD CONSTRAINT uq_members_partnership_person UNIQUE (partnership, person);
ALTER TABLE ONLY public.people
    ADD CONSTRAINT uq_people_address UNIQUE (address);
ALTER TABLE ONLY public.readings
    ADD CONSTRAINT uq_readings_round_question UNIQUE (round, question);
ALTER TABLE ONLY public.rebases
    ADD CONSTRAINT uq_rebases_partnership_theme_from_at UNIQUE (partnership, theme, from_at);
CREATE INDEX ix_alerts_partnership ON public.alerts USING btree (partnership);
CREATE INDEX ix_alerts_round ON public.alerts USING btree (round);
CREATE INDEX ix_asked_expires_at ON public.asked USING btree (expires_at);
CREATE INDEX ix_asked_invitation ON public.asked USING btree (invitation);
CREATE INDEX ix_asked_person ON public.asked USING btree (person);
CREATE INDEX ix_channels_address ON public.channels USING btree (address);
CREATE INDEX ix_channels_within ON public.channels USING btree (within);
CREATE INDEX ix_codes_expires_at ON public.codes USING btree (expires_at);
CREATE INDEX ix_codes_partnership ON public.codes USING btree (partnership);
CREATE INDEX ix_comments_expires_at ON public.comments USING btree (expires_at);
CREATE INDEX ix_comments_round ON public.comments USING btree (round);
CREATE INDEX ix_deliveries_lane_state_due_at_late_at ON public.deliveries USING btree (lane, state, due_at, late_at);
CREATE INDEX ix_deliveries_member ON public.deliveries USING btree (member);
CREATE INDEX ix_deliveries_partnership ON public.deliveries USING btree (partnership);
CREATE INDEX ix_deliveries_subject ON public.deliveries USING btree (subject);
CREATE INDEX ix_heard_round ON public.heard USING btree (round);
CREATE INDEX ix_heard_until_at ON public.heard USING btree (until_at);
CREATE INDEX ix_invitations_member ON public.invitations USING btree (member);
CREATE INDEX ix_lanes_wakes_at ON public.lanes USING btree (wakes_at);
CREATE INDEX ix_mailboxes_digest ON public.mailboxes USING btree (digest);
CREATE INDEX ix_mailboxes_person ON public.mailboxes USING btree (person);
CREATE INDEX ix_mailboxes_typed_by ON public.mailboxes USING btree (typed_by);
CREATE INDEX ix_members_organisation ON public.members USING btree (organisation);
CREATE INDEX ix_members_person ON public.members USING btree (person);
CREATE INDEX ix_notes_partnership ON public.notes USING btree (partnership);
CREATE INDEX ix_organisations_partnership ON public.organisations USING btree (partnership);
CREATE INDEX ix_partnerships_next_round_at ON public.partnerships USING btree (next_round_at);
CREATE INDEX ix_passes_expires_at ON public.passes USING btree (expires_at);
CREATE INDEX ix_passes_person ON public.passes USING btree (person);
CREATE INDEX ix_posted_expires_at ON public.posted USING btree (expires_at);
CREATE INDEX ix_posts_to_posted_at ON public.posts USING btree ("to", posted_at);
CREATE INDEX ix_readings_partnership_anchor ON public.readings USING btree (partnership, anchor);
CREATE INDEX ix_rounds_partnership_opened_at ON public.rounds USING btree (partnership, opened_at);
CREATE INDEX ix_rounds_state_closes_at ON public.rounds USING btree (state, closes_at);
CREATE INDEX ix_sign_ins_browser ON public.sign_ins USING btree (browser);
CREATE INDEX ix_sign_ins_expires_at ON public.sign_ins USING btree (expires_at);
CREATE INDEX ix_sign_ins_person ON public.sign_ins USING btree (person);
CREATE UNIQUE INDEX uq_organisations_partnership_name ON public.organisations USING btree (partnership, lower((name)::text)) WHERE ((standing)::text <> 'left'::text);
CREATE UNIQUE INDEX uq_posts_to_about ON public.posts USING btree ("to", about) WHERE ((about)::text <> ''::text);
ALTER TABLE ONLY public.actions
    ADD CONSTRAINT fk_actions_partnership FOREIGN KEY (partnership) REFERENCES public.partnerships(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.alerts
    ADD CONSTRAINT fk_alerts_partnership FOREIGN KEY (partnership) REFERENCES public.partnerships(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.alerts
    ADD CONSTRAINT fk_alerts_round FOREIGN KEY (round) REFERENCES public.rounds(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.answers
    ADD CONSTRAINT fk_answers_round FOREIGN KEY (round) REFERENCES public.rounds(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.asked
    ADD CONSTRAINT fk_asked_person FOREIGN KEY (person) REFERENCES public.people(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.channels
    ADD CONSTRAINT fk_channels_partnership FOREIGN KEY (partnership) REFERENCES public.partnerships(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.codes
    ADD CONSTRAINT fk_codes_partnership FOREIGN KEY (partnership) REFERENCES public.partnerships(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.comments
    ADD CONSTRAINT fk_comments_round FOREIGN KEY (round) REFERENCES public.rounds(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.deliveries
    ADD CONSTRAINT fk_deliveries_partnership FOREIGN KEY (partnership) REFERENCES public.partnerships(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT fk_invitations_member FOREIGN KEY (member) REFERENCES public.members(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT fk_invitations_round FOREIGN KEY (round) REFERENCES public.rounds(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.mailboxes
    ADD CONSTRAINT fk_mailboxes_person FOREIGN KEY (person) REFERENCES public.people(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.members
    ADD CONSTRAINT fk_members_organisation FOREIGN KEY (organisation) REFERENCES public.organisations(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.members
    ADD CONSTRAINT fk_members_partnership FOREIGN KEY (partnership) REFERENCES public.partnerships(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.members
    ADD CONSTRAINT fk_members_person FOREIGN KEY (person) REFERENCES public.people(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.notes
    ADD CONSTRAINT fk_notes_partnership FOREIGN KEY (partnership) REFERENCES public.partnerships(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.organisations
    ADD CONSTRAINT fk_organisations_partnership FOREIGN KEY (partnership) REFERENCES public.partnerships(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.passes
    ADD CONSTRAINT fk_passes_person FOREIGN KEY (person) REFERENCES public.people(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.readings
    ADD CONSTRAINT fk_readings_partnership FOREIGN KEY (partnership) REFERENCES public.partnerships(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.readings
    ADD CONSTRAINT fk_readings_round FOREIGN KEY (round) REFERENCES public.rounds(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.rebases
    ADD CONSTRAINT fk_rebases_partnership FOREIGN KEY (partnership) REFERENCES public.partnerships(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.rounds
    ADD CONSTRAINT fk_rounds_partnership FOREIGN KEY (partnership) REFERENCES public.partnerships(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.sign_ins
    ADD CONSTRAINT fk_sign_ins_person FOREIGN KEY (person) REFERENCES public.people(id) ON DELETE CASCADE;
