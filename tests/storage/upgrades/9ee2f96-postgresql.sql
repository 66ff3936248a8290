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
    name character varying NOT NULL
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
	('a5slfbt4i4ir5ta7', 'harbour', 2, 'Rotate the chair', '2026-09-07 09:00:00+00', NULL, '', NULL, NULL),
	('tfrjx6pinqqrv2xg', 'harbour', 1, 'Share the budget papers', '2026-09-07 09:00:00+00', '2026-09-25', 'member:member-ben', 'yes', '2026-09-19 09:00:00+00');
INSERT INTO public.alembic_version VALUES
	('0001');
INSERT INTO public.alerts VALUES
	('qh35uk3lu7tbbb5m', 'harbour', '5pxxfpef7pgmaeiq', 4, 'down', 'power', 3, 'power.last-choice', '2026-10-16 15:30:00+00', 'talk'),
	('wkos74x2vps2qwxy', 'harbour', '5pxxfpef7pgmaeiq', 4, 'down', 'purpose', 3, 'purpose.one-sentence', '2026-10-16 15:30:00+00', 'talk'),
	('2elbmf6fndzyyxqz', 'harbour', '5pxxfpef7pgmaeiq', 4, 'down', 'trust', 3, 'trust.promised', '2026-10-16 15:30:00+00', 'talk');
INSERT INTO public.answers VALUES
	('hvrsj337t6f7edel', '\x075406381a7dc2af73b6cbd446e52a65', 'trust.reliable@1', '\x870d17d3a4a68a7672657d183832fab612be60e3efbcb06ca403b5482975ad483b2008bc3b059e178ae53f04'),
	('hvrsj337t6f7edel', '\x075406381a7dc2af73b6cbd446e52a65', 'purpose.agree@1', '\x76fe3355f67e9fbcf2f537ec00ff248683c8d5de0a7611149b304028799d7a15c48f5d47b70a737e584bbd7e'),
	('hvrsj337t6f7edel', '\x075406381a7dc2af73b6cbd446e52a65', 'power.voice@1', '\x57b525f12727063498b285e476204f53f61a9038be542937a14a5360a2880fa2b3fe0294374fbeab028ecd2e'),
	('hvrsj337t6f7edel', '\x075406381a7dc2af73b6cbd446e52a65', 'purpose.fit@1', '\x2a41e7763a8e23d7fedd675c15ee8065d5c4ca231114483f7dda8e763da6877c0b039c8c8aea00565d48d2bb'),
	('hvrsj337t6f7edel', '\x075406381a7dc2af73b6cbd446e52a65', 'learning.mistakes@1', '\xbcacb44628889a5ac984d247006b3578f1f855e20007df00c626ed02d36944f566ac6a18f7178dd4c50b6464'),
	('hvrsj337t6f7edel', '\x075406381a7dc2af73b6cbd446e52a65', 'comment', '\xcbfd7574301ae27c6c18f5ca4cc7f127c9628c5620077d095dc68e3f005dd9a3533b4c13f115bde7265abd5c9d04958ba2c504cc67e7b74d412cf72568af9f95bbc15edae2d336f4f64cf97c3678f9377099ac63b5bcc90c01308f01833d57be548723530b0fbcd59ecd567a6e1c18477bc62fbf9c7eef20c1537a21bfb29e4ec8da616bc2a9fb4b6182aa518e0edf863a4fe328bee48190e5f33a9b13452b8a98890446045d16c583f4fa29dade9d0113ff040dd35714fa223b6c540a1c183dc3f4602126f07ffb3ae490232839a431f3a0dfc2095a6f70656124e4eac77e43180e0468d238db5a82f9af82abb1318698e8e0077b3fd88eea717680c22390619e38f17d004116bb39c0faaa4d3d82fc1e632266f7f01e189608973964124f384ccb0124c47530f02e0a8934a708054b88153742ecae12d69dfa97aa50a0786bfe649c543189d53e91488df9d9bb0d4c32cfbc8279edbed51b837f2c3df4bc39f1c28200ea69c5ad724e8b2e48855ac79169c188320e6551c2a979dad2ee1aa04c5015296f1c8b3aa0ff80021aad344c73ba2f5e9a7b5c451355a6ae538a928ae7e1c61af96f0f37b681d0e943be6396ce68ec3adb19ccdb6e409edc875bd3410d05ebfe58e8f24d28849326cb12284192a6089f31d0c3c19e2ca4cfa13d2973f3350046e277d51f8d09683d83c795d624e6e6b9028221b8873cae506308a1be0f8ed91601f95173e10c59cc71277e2b9d596db0f47eac5d91e1e3b2040cec28a2256366e9f1092058f1a3827795426c2835b0d89abbd1889e4cd4a72fecb9826fa94cedfd63fc8ae39c8774cd9f3df70fe6f5d5ca2840826c3792387dc00e86a5ec2f6790ca5cd2d9c3ba23d645190249e3594c8d7571b87bd27b8dbdbe9280217c2dfae6d900ed14a458b280f0d0eb7db3592eb378e5fa50189e68cf8f61fdc36002b99f635d2ddd073781c50e60aa16852a79fca37d525b080a87f3da7c5099ab5e578079a80de37e1ab66b03fd1a05c267193e25d56f29162885c6c20401afc2d358716afb2668b6bc605ec9fc5bd806f03d993f56cf22971303d51f368ab839b0abd000e692fce42f41f2cc22305274ee3a8d394146dba3732995473cc5ded1911fdf0421522d4b3d527f83558eea47e73e996dad0c5b4c02af2a1f42c7093ddd48f4014e802627da4da47cc894d9d63bbb92603ec911bd3739968c26e711383c174ea30748826c42d3ec5febe088eb11869f0cf2dfa2b08b9c064d222ef7e59b09fa92173bfa4bb81c2ffa78bb875737362cce94b98501e9d1d6dc578f4c28e3e882f7a9315243e5fe7d14627edebe0ab7c8057633759a46fe0e673d1d3894ed715eca06a101e65ef9bca6b8ada974c4ec9638e447a3ff542573eb7eeaf7c6911e6453698d5d027b90feacb965a0345fbeb4fb8653acd73249b59e2626724c11848a4859551b063c9ad9e9d6de4f31cfdfa23c59e0cc50d1f888bfa7522da837e93118b80a43c94a4b5995104c3a7e8781999dc2959ad2c5bc212600e55abd4e7ee9c93b485cc0cfef65938b352b1adbc54024169d4b276538bbf6eb394e3dda0892cea0ff07bba34d2339b4122ebebb5d0562205a46426612fc5a316e01f06410ba38a57c4b5f6ae9024414f7b5c675bae2f3a6cddaa16c0eb7c07306716ad602fc6ec2d571a1b2503daf3df30bf2b7bf5129c9a5319111f5a47414be63979ad46c111137ba0534f0758ac92cca5c27a23f5f8f8de5a99f5d386d4c1a57495daaee778ddf7dfad08cae6162ca2594cace8445c567cdec13fb4b1a17b6d93da822ad5528e4da4f830ef1a1baa1a1f5b8f4567276c2395286831e1a05142907513f4aae5127a9f1f405ed190889a0dc1b81dc304865a9b91a7a07d3371a6c171aae5252c8d72f39b16948a186e263dce2a7a5635118cd37a06a8ca52964e9c18b5f982f5b0d9ffb72755e44db20b4777bfe7b82eace522703d79b71f1e44c8ce0cbe2f15abbfed67990a9c45f69e1426d7314d34b10e5573cf7c7b0782cae2ebf5094ac07cc1408524371b565fbc7237dbc00f74e576ccbf628e008cf186223c8dd4deb70e2d695118eeaab5e881b2be8d099886dc11c88e8795fbf02ba9e7514acc17245a9790425326474f753b1fe9a977c27bfb334ffb7cfc00b14336ccdde89cb6bc164fc5a39f424c54f03110b2cb2078d93d414aa5e3e3f1a7417abed950bc9fa5b44ad250da0380a0599034da2487bcf4cbaabb942db29587f3295e453503fb07eda3385bc6788559df10163943467014c1d706b7967a7bd3a306b3e76665e91e7ed848e65ba8c0a60d72b696906c5b8fa53fa7b7adacb8778a142a325fc7356c29387e0db97260d2e372c8d56865db0830928e9ca8320cf785b3cf9cff75d65d0cf1caaf63d23a94d1e7b75de7508510774542c73ff50f44cd6e4645bc8f2ba9033b0afb12f2553f2d7da22425e01898bc3b8f05906d607438528363ebbffb7dccde4ba2e387c94d6059a764af60e68ef833ef8a0dc48016e14ae07489b04e871f50cf18910f22cfdf4a5170bde822915aa6fa1ad5d8d74829bb068b5a1e1fe9abc97ae91b2a30400e2f92b6e90604234ca7af1d26adcab9aee1e93df1420aba42ea1fd20a5f1637d975636121b180b5c5b06ac91037cd59fae9581abfdcf843c975213eaa05f126852dcfc9ea2326b1068cdc420bc39df80b53e3d9da210e04c9132d48b58dfbca8adf06bd708ff2b403bcdef0130ae58f125849297b27772810c4ed89fd68d64105a037e6fd609ad5058bf6146a85be2ffffb0ac06b1ef1d2428882ddbdb6ea332997c910d1ae621ccc6db8449168b4d873ade7a496dc240fb1b3b2b7c61309caf2f506c68d8abf8fb2ada542199f9a5728a6328965a9efef3e864c3af1aff6516e9a17c3ea9591eb1eabde83fe6'),
	('hvrsj337t6f7edel', '\x482b8c413798cf500524b5867f21cd66', 'trust.reliable@1', '\xae77be6ddcf327a99d8dc14a50ff02b6e585a0cb667316724b4301be8117b97f72fe208d19e8c338ed82b46a'),
	('hvrsj337t6f7edel', '\x482b8c413798cf500524b5867f21cd66', 'purpose.agree@1', '\x042adb7c55c1b2009d232c4ed37af2c81d54e63c8d2784119260213c07b0ff92ae69b0b680b896a75a6e4106'),
	('hvrsj337t6f7edel', '\x482b8c413798cf500524b5867f21cd66', 'power.voice@1', '\x46afe32047a94a4d861785ec06a93adb4012af97f0811d940ddb595c754c2ac054d8cd307136111d763d1621'),
	('hvrsj337t6f7edel', '\x482b8c413798cf500524b5867f21cd66', 'purpose.fit@1', '\xb2f460e01976b8d6f109e210a59fe9e0786f32b7832f26d5582fc7ed4034c6f0d5fe7c3bb24e63c039a72201'),
	('hvrsj337t6f7edel', '\x482b8c413798cf500524b5867f21cd66', 'learning.mistakes@1', '\xa9c0e8e7a9a0366c64e8c13bb4192130e2f23e33a566253ed3874a217e7745992e905b3c32fd6c60dcd9f536'),
	('hvrsj337t6f7edel', '\x482b8c413798cf500524b5867f21cd66', 'comment', '\xcdf5c8453c9ae303969d69f16035184033c112e24706a420a1fe0c24fb3cdfcf3f360af4f2b8e4e17de6ba226fe59657755e37987a63eaaf72f47190f5ee4945c588640bae2bc54e933ebb7ffc28c92e3cb2af34f50778711da3718ce0b75c4e0821e06c0dea3563042b75c95e8dcb80d8e7a373744da30e345862ba5e557fbefa16990b8509a9e0737b4ec58b7e76d7760ad631f99629a17ea9a5c095b824269981e26d2582b03727dd26fde3bf1d58fcc2018433b3705f18e02c66006da709f51a84a97362231c75907c271be7012beb140e43bf08122c11f5a2fd059ae07d38c1835c237a6c42f65a919aa7f51eba327b0ca5b1b60969e48c5588b6f1b74ec3202c3864a2e3a5b4f0fea21b9c03394fb500b5efdfb5983d3eaa4825da207a8b478bd42beefaa64452ca249a722f6a13b507574ae1368b669b2646d185bb03118c90d36f521d573ec65560103ec227ac826d4decca759706be4fe04749c5aebe47c445cd8bcfca7060666106281c1a0e2378b2acb7ec0be4e62ddbbfc15a0471bbb3a8c623dfbc44cdca148c9c9fb0b6afab182ca5d5df2bd7a58796e443296f39faac2a85c5fe24b1b882605aa65a5a908031fc5e1a23d4608f7bd6dac3e1aca04312b971827d28529e2b59d30e495b9c42a074475abba047725f1855db804f3ced347bc6d8a5a272e02e3daed848972c4d68a7390546cb946d6cd2317e1df08c4038b1031d8d8788df711bc3ce8cfe5c3b11027952b457595d6530b4aef70908c89ee2fbf49817bda23ffc9ffe197406c914a6a8e36cd2da062b0d91e17695ecf8dc890a1a4125db19388c07247b7df6f39f7fb822a2d5d6727b6ede0d8d8e1ee0b6285b133043a23fe0722a18fb7c3ef546577bee0394d74d8b6df08c6d8fe63be0516d7c63b2303779f27925d456915a99f061267f954af3c791f7a4287e7f239a4a64f3a3e6faccd75ea98c2407ad46b169697cc990ae687f179b1853896804509782b55559a6ad630cf45926dfbfc16c7029f3aff952c1174e3a5f85dc9e36850aeda3f949a6fed1d8a5eb901e64339d18a811c754ba6bf61256577153814b3dbf28cef4b7e3d51945d401a6071b66183105b2f6da03315534908a3ede923dba3408044e0716353268044d0f0967016b90a3cb34fcd23df20d53c7182f06b3c062e95efe449220e12f927fddee542e8e2ec500db946944a7074dd2700f811007a9e8f47f5ba8a977bab8a9648df294cfaedd4444c01fb637a23a8c67261d12aa4be9e028a3d2606806253d74b3ee2bb2bab933132e733a7a1b1c1674cbbfde225a0bea4b08233140ddecf78e482c8ba89e44e3782c95724b5b77d3d8528d2889e4fdd7241282c81771859b32b645beea41b33a1ef7bdb74ca173b4ff88761f629c4fee824d9ee4f326bd7798542fb8e7e31f7fcc89d47bceec6873670254e71bd8956668b82d8291976a312c754fa4036722ebfc7c539d2e48d262e0c5f764109af62a7e473765fbf9aa91e649561f1d8e9e97dab2e5507dc8c8c50fb198305a15efb90f77ae23afbc098e9acc77b7c91db8c16a500510ba6c6a0e53defd436c1ef69fbd386e215db9c7bda76a6b9457fe7e4e9d09b2c036f19822849c17c51e0840ebc7ccfa20845d765fa685d40f20eedff33650130c4f041f02094607ef8d37a4774edaf9ce6f7e3599c365db5e7a6110b85166c0fdc4e1b3ab23169d2dcff4cd6eb0225c2050c8714cf1995ddee4469831f9b02434c8923d5ee8398ce1e2c67c7a499ae88e40f71485652c3f4888190af12b9dc4aabd2ef0ee12a87a63726ef8993d325431ee13cb14b7e328c503964c0b49e30460d1054921f15ec1395e27390ecc2406a4cae6b142c1814997dd74407f5d550ea09ab84dd09d723deac5654755933fc4ad04abd2c14b699deac69381c8e9d95ec59dfa89919078871d5ffbcc57961872b6f0cd67401b7dfe609d0557b1f2b58bd67ef1164c529c72ebdc0f2faf0a7743fa3712aca145b25f5acc4e2ceee368eafa152d169c58baa0cb16907e0a6e04e5e4bdff4129cd7654c5319730b3b77f83a8ca78d7746018f62b7550dedbda52e9f0d2578f77f3400c8af970232e1911254cd4304a7bc7f50be12e72002eecaa3de41a66fcbd487f3184775fd1e0228148026ff0a4497b60dc18a16944cd71790222f3df943e10aafcacd305e9b0d66a41d136633146138c8fee179eac981ec60562e3ad6cf145f2ffc3b3501ed17f3dc77557fb68d7e75e7ac430f421e3f4d5e9dbeb1ab78571408a7748da2469ddd40a185969915f9dea57d5a97f1026b5dffcf2894559bdecd2e119eaee73c6ef62426033190efd0603c2596844c7624aa33c146b85aac01f8b58dc4daad31b21a7e78080d764196f0a6bfd21a836b28393c35d12126a4c26821f719c97d58c9808e8b848329092051740fde809a63a8b389bb0c8f97d3deaa0fd43f841a820179e37e481004d574db96652e219f5d8c28f2be655d657e527723b474ce4d7b0cb3beaab37ea2f9f92492d26e74c98aba45aaf2f90c4ad8bb7304dc291548e0fee9402f6ad19ef53b415185e5f353bf1a1041782d74d748b3391a72479ff8395557591b54867ebefaa1f8a9ad955dda2c4cd54a21361680918d1a5ff7f475e7f14a1b8129844c3473b13a252790e3db415c1883f30cbf06134872b977670eb3b13e282165a1ff914b6c611d4f3e6074e9402794f9c819cda72c65c9b3becb7ba7eb722934e54db2524d36d25069e8ad0ce1dadbcef463573e357d479c9229663570cc946c479a9d3936474e91d3953b84837b0ff0806d29b4498c2ea89781fca2984eb7d7d3de937f33b089d4ab6e054924d8abe54d5385d80c26bc821304bdce93d83facd11c8fc74d77c1f66f78d411715513e8fbb82507d485d3657f50586651efc662e'),
	('hvrsj337t6f7edel', '\xe3d93b037689b331fa10fed4761f0d62', 'trust.reliable@1', '\x4f040708b18fc2e8e59819d313bcf5b1a8e274a3237d7cf5bb69932c274e65466a08f8e1e1e9f2028097a583'),
	('hvrsj337t6f7edel', '\xe3d93b037689b331fa10fed4761f0d62', 'purpose.agree@1', '\xf0d3ee82fa553ae6c905516f027b212cac6a027dc7a207200a89e4f9d6cf254a08eb4cdc903f528ffa330d27'),
	('hvrsj337t6f7edel', '\x6213794c8f87145e5824c42a6de2b1cf', 'trust.reliable@1', '\x825799c2b74eac3afa36c293a3641f130727dea436727f63774c1a1637d1eb37df9562a759bafbc85979bace'),
	('hvrsj337t6f7edel', '\x6213794c8f87145e5824c42a6de2b1cf', 'purpose.agree@1', '\xd23d8e90da99b0435a2071c7f53ccdeab43df70512f931cbc7e3ce4ba22eb424d835af622ced616ba3106b17'),
	('hvrsj337t6f7edel', '\xab9bb808c244333c2da05d2715e1bea5', 'trust.reliable@1', '\x657d62470986937b702d761c9d4b7458b206d08ebdecaa68ccbce1db8340fc77e891ddb98439526c3f7adfc4'),
	('hvrsj337t6f7edel', '\xedae699ba0c098384aa45f4ab48a4038', 'later', '\x9e4077f819a96d73294e5f884b551b950705b42382b2cc63745c3b1b6fb749120c29724d4526d5267a998e00');
INSERT INTO public.asked VALUES
	('person-idris 2026-09-28', 'person-idris', 'hkiy2s3kgcmu47wp', '2026-09-28', '2026-11-07 08:30:00+00'),
	('person-efe 2026-09-28', 'person-efe', 'dwlv3jfbb2fa4xpx', '2026-09-28', '2026-11-07 08:30:00+00'),
	('person-dilys 2026-09-28', 'person-dilys', 'jzvqvzc7yefnmvuz', '2026-09-28', '2026-11-07 08:30:00+00'),
	('person-gwil 2026-09-28', 'person-gwil', 'tppuh6htbnwdtvih', '2026-09-28', '2026-11-07 08:30:00+00'),
	('person-amira 2026-09-28', 'person-amira', '3ailbx3ixbgxjzzm', '2026-09-28', '2026-11-07 08:30:00+00'),
	('person-cerys 2026-09-28', 'person-cerys', 'es6dgo6w63wsvjso', '2026-09-28', '2026-11-07 08:30:00+00'),
	('person-ben 2026-09-28', 'person-ben', 'brickcactj5yhvbe', '2026-09-28', '2026-11-07 08:30:00+00'),
	('person-farah 2026-09-28', 'person-farah', 's3t3isxqty4krj43', '2026-09-28', '2026-11-07 08:30:00+00'),
	('person-hana 2026-09-28', 'person-hana', '6scyjf4sh66trxpp', '2026-09-28', '2026-11-07 08:30:00+00'),
	('person-jo 2026-09-28', 'person-jo', 'oxv7zsxtxcqkp746', '2026-09-28', '2026-11-07 13:30:00+00'),
	('person-hana 2026-10-12', 'person-hana', 'g227iyli5kax5gxv', '2026-10-12', '2026-11-21 08:30:00+00'),
	('person-dilys 2026-10-12', 'person-dilys', 'yj5xh7xbj42mxtzd', '2026-10-12', '2026-11-21 08:30:00+00'),
	('person-amira 2026-10-12', 'person-amira', 'at2fmshkxjwknvnd', '2026-10-12', '2026-11-21 08:30:00+00'),
	('person-idris 2026-10-12', 'person-idris', 'agn5kma2mxh45ifh', '2026-10-12', '2026-11-21 08:30:00+00'),
	('person-gwil 2026-10-12', 'person-gwil', 'lq2oiqu5mxjx43le', '2026-10-12', '2026-11-21 08:30:00+00'),
	('person-cerys 2026-10-12', 'person-cerys', '5msqgsdxjlqqvo6h', '2026-10-12', '2026-11-21 08:30:00+00'),
	('person-efe 2026-10-12', 'person-efe', 'sthmkkaol3wcbwz3', '2026-10-12', '2026-11-21 08:30:00+00'),
	('person-ben 2026-10-12', 'person-ben', '3rwemgurkcq72wsc', '2026-10-12', '2026-11-21 08:30:00+00'),
	('person-farah 2026-10-12', 'person-farah', 'uad43u5wn6jjtpje', '2026-10-12', '2026-11-21 08:30:00+00'),
	('person-jo 2026-10-12', 'person-jo', 'jw532fo4ofoacxjx', '2026-10-12', '2026-11-21 13:30:00+00'),
	('person-dilys 2026-10-26', 'person-dilys', 'mzkkrvlcplhyjtl4', '2026-10-26', '2026-12-05 09:30:00+00'),
	('person-idris 2026-10-26', 'person-idris', 'gyk2vtttl3q6t43i', '2026-10-26', '2026-12-05 09:30:00+00'),
	('person-efe 2026-10-26', 'person-efe', 'sjh5chergju4a2hu', '2026-10-26', '2026-12-05 09:30:00+00'),
	('person-gwil 2026-10-26', 'person-gwil', '6udlioovc55ll52f', '2026-10-26', '2026-12-05 09:30:00+00'),
	('person-cerys 2026-10-26', 'person-cerys', 'uwf2krihhoy75zxp', '2026-10-26', '2026-12-05 09:30:00+00'),
	('person-amira 2026-10-26', 'person-amira', 'c3k6ntwg75fxyo2r', '2026-10-26', '2026-12-05 09:30:00+00'),
	('person-ben 2026-10-26', 'person-ben', '4zl6bf2odu47txn4', '2026-10-26', '2026-12-05 09:30:00+00'),
	('person-farah 2026-10-26', 'person-farah', 'agtcw5hpmvybcnbq', '2026-10-26', '2026-12-05 09:30:00+00');
INSERT INTO public.channels VALUES
	('channel', 'harbour', 'slack:council:C-harbour', '#harbour'),
	('web', 'harbour', 'web:accord:harbour', 'Harbour Together'),
	('bqh5tzn4a243ueii', 'aa2b4aknjwjcwcel', 'web:accord:aa2b4aknjwjcwcel', 'Riverside');
INSERT INTO public.codes VALUES
	('willow-2000-copper', 'harbour', '2026-10-31 08:00:00+00');
INSERT INTO public.comments VALUES
	('mcq2plmh4kukbtzc', '3ik37urmj76oxo6t', 'We meet on time now.', '2026-12-31 15:30:00+00'),
	('u5a56dqyszz64etf', '3ik37urmj76oxo6t', 'The papers came late.', '2026-12-31 15:30:00+00'),
	('vv6n5dx5pm22n7qa', '3ik37urmj76oxo6t', 'Who decides?', '2026-12-31 15:30:00+00');
INSERT INTO public.deliveries VALUES
	('fay3xcoipdhvde3y', 'slack:council', 'slack:council:amira', 'ask', 'at2fmshkxjwknvnd', '2026-10-12 08:35:00+00', '2026-10-16 15:30:00+00', 'harbour', 'member-amira', 'settled', 1, ''),
	('twnhy5rixhir5kwj', 'teams:trust', 'teams:trust:ben', 'ask', '3rwemgurkcq72wsc', '2026-10-12 08:35:00+00', '2026-10-16 15:30:00+00', 'harbour', 'member-ben', 'settled', 1, ''),
	('uqwrfcnsqoykva5x', 'slack:shelter', 'slack:shelter:jo', 'ask', 'oxv7zsxtxcqkp746', '2026-09-28 13:35:00+00', '2026-10-02 15:30:00+00', 'harbour', 'member-jo', 'settled', 1, ''),
	('rjmu3x3f6vjgom4o', 'slack:council', 'slack:council:amira', 'ask', '3ailbx3ixbgxjzzm', '2026-09-28 08:35:00+00', '2026-10-02 15:30:00+00', 'harbour', 'member-amira', 'settled', 1, ''),
	('6mtlcq2r2ifdqvhr', 'slack:council', 'slack:council:efe', 'ask', 'dwlv3jfbb2fa4xpx', '2026-09-28 08:35:00+00', '2026-10-02 15:30:00+00', 'harbour', 'member-efe', 'settled', 1, ''),
	('zj2smcj6t2tduqua', 'slack:council', 'slack:council:farah', 'ask', 's3t3isxqty4krj43', '2026-09-28 08:35:00+00', '2026-10-02 15:30:00+00', 'harbour', 'member-farah', 'settled', 1, ''),
	('3vilm6sv5az5luuf', 'slack:shelter', 'slack:shelter:idris', 'ask', 'hkiy2s3kgcmu47wp', '2026-09-28 08:35:00+00', '2026-10-02 15:30:00+00', 'harbour', 'member-idris', 'settled', 1, ''),
	('h3s55alkbw2cot7a', 'teams:trust', 'teams:trust:ben', 'ask', 'brickcactj5yhvbe', '2026-09-28 08:35:00+00', '2026-10-02 15:30:00+00', 'harbour', 'member-ben', 'settled', 1, ''),
	('flgzow2dppqilbnq', 'teams:trust', 'teams:trust:gwil', 'ask', 'tppuh6htbnwdtvih', '2026-09-28 08:35:00+00', '2026-10-02 15:30:00+00', 'harbour', 'member-gwil', 'settled', 1, ''),
	('xzavmfikasks3zeg', 'teams:trust', 'teams:trust:hana', 'ask', '6scyjf4sh66trxpp', '2026-09-28 08:35:00+00', '2026-10-02 15:30:00+00', 'harbour', 'member-hana', 'settled', 1, ''),
	('ejzfgpvccijyn35z', 'web:accord', 'web:accord:person-dilys', 'ask', 'jzvqvzc7yefnmvuz', '2026-09-28 08:35:00+00', '2026-10-02 15:30:00+00', 'harbour', 'member-dilys', 'settled', 1, ''),
	('pcjusht7commdo2o', 'web:accord', 'web:accord:person-cerys', 'ask', 'es6dgo6w63wsvjso', '2026-09-28 08:35:00+00', '2026-10-02 15:30:00+00', 'harbour', 'member-cerys', 'settled', 1, ''),
	('ccukqtbwt5zn4nho', 'slack:council', 'slack:council:C-harbour', 'summary', '3ik37urmj76oxo6t', '2026-10-02 15:35:00+00', '2026-10-09 15:30:00+00', 'harbour', '', 'settled', 1, ''),
	('ujbmmnbfzzdaapga', 'slack:shelter', 'slack:shelter:jo', 'summary', '3ik37urmj76oxo6t', '2026-10-02 15:35:00+00', '2026-10-09 15:30:00+00', 'harbour', 'member-jo', 'settled', 1, ''),
	('4s3lxrrfuhca5ukf', 'slack:council', 'slack:council:C-harbour', 'actions', '3ik37urmj76oxo6t', '2026-10-02 15:36:00+00', '2026-10-09 15:30:00+00', 'harbour', '', 'settled', 1, ''),
	('obyhp43h57voeo45', 'slack:council', 'slack:council:amira', 'summary', '3ik37urmj76oxo6t', '2026-10-05 08:35:00+00', '2026-10-09 15:30:00+00', 'harbour', 'member-amira', 'settled', 1, ''),
	('gzc3ac6cp6zdgm5i', 'slack:council', 'slack:council:efe', 'summary', '3ik37urmj76oxo6t', '2026-10-05 08:35:00+00', '2026-10-09 15:30:00+00', 'harbour', 'member-efe', 'settled', 1, ''),
	('42h3ap5p7c42slzj', 'slack:council', 'slack:council:farah', 'summary', '3ik37urmj76oxo6t', '2026-10-05 08:35:00+00', '2026-10-09 15:30:00+00', 'harbour', 'member-farah', 'settled', 1, ''),
	('5j7wvrn2i4iu5mqx', 'slack:shelter', 'slack:shelter:idris', 'summary', '3ik37urmj76oxo6t', '2026-10-05 08:35:00+00', '2026-10-09 15:30:00+00', 'harbour', 'member-idris', 'settled', 1, ''),
	('4msxbvh5y3dghgdk', 'teams:trust', 'teams:trust:ben', 'summary', '3ik37urmj76oxo6t', '2026-10-05 08:35:00+00', '2026-10-09 15:30:00+00', 'harbour', 'member-ben', 'settled', 1, ''),
	('42bw4vt4sbojt4t3', 'teams:trust', 'teams:trust:gwil', 'summary', '3ik37urmj76oxo6t', '2026-10-05 08:35:00+00', '2026-10-09 15:30:00+00', 'harbour', 'member-gwil', 'settled', 1, ''),
	('kw7sfxixgvhbws3d', 'teams:trust', 'teams:trust:hana', 'summary', '3ik37urmj76oxo6t', '2026-10-05 08:35:00+00', '2026-10-09 15:30:00+00', 'harbour', 'member-hana', 'settled', 1, ''),
	('clz3piu62o6d4dao', 'web:accord', 'web:accord:person-cerys', 'summary', '3ik37urmj76oxo6t', '2026-10-05 08:35:00+00', '2026-10-09 15:30:00+00', 'harbour', 'member-cerys', 'settled', 1, ''),
	('wogzgzizqkkhc4ox', 'web:accord', 'web:accord:person-dilys', 'summary', '3ik37urmj76oxo6t', '2026-10-05 08:35:00+00', '2026-10-09 15:30:00+00', 'harbour', 'member-dilys', 'settled', 1, ''),
	('uzuaw6nf534sbgo7', 'slack:council', 'slack:council:C-harbour', 'alert', 'qh35uk3lu7tbbb5m', '2026-10-16 15:35:10+00', '2026-10-23 15:30:10+00', 'harbour', '', 'settled', 1, ''),
	('mczzngnkvqd7y7d5', 'web:accord', 'web:accord:harbour', 'alert', 'qh35uk3lu7tbbb5m', '2026-10-16 15:35:10+00', '2026-10-23 15:30:10+00', 'harbour', '', 'settled', 1, ''),
	('y3ih3nmeuglgfhpu', 'slack:council', 'slack:council:C-harbour', 'alert', 'wkos74x2vps2qwxy', '2026-10-16 15:35:20+00', '2026-10-23 15:30:20+00', 'harbour', '', 'settled', 1, ''),
	('muo7oktbh574ntdh', 'web:accord', 'web:accord:harbour', 'alert', 'wkos74x2vps2qwxy', '2026-10-16 15:35:20+00', '2026-10-23 15:30:20+00', 'harbour', '', 'settled', 1, ''),
	('wp7crderwq5yrk2f', 'slack:council', 'slack:council:C-harbour', 'alert', '2elbmf6fndzyyxqz', '2026-10-16 15:35:30+00', '2026-10-23 15:30:30+00', 'harbour', '', 'settled', 1, ''),
	('fncuj6irhugzdtk5', 'slack:council', 'slack:council:efe', 'ask', 'sthmkkaol3wcbwz3', '2026-10-12 08:35:00+00', '2026-10-16 15:30:00+00', 'harbour', 'member-efe', 'settled', 1, ''),
	('qlucglpc5ovcbx25', 'slack:council', 'slack:council:farah', 'ask', 'uad43u5wn6jjtpje', '2026-10-12 08:35:00+00', '2026-10-16 15:30:00+00', 'harbour', 'member-farah', 'settled', 1, ''),
	('wdvlsm2phy2flhsu', 'slack:shelter', 'slack:shelter:idris', 'ask', 'agn5kma2mxh45ifh', '2026-10-12 08:35:00+00', '2026-10-16 15:30:00+00', 'harbour', 'member-idris', 'settled', 1, ''),
	('pswtgh2bzeiahxxd', 'teams:trust', 'teams:trust:gwil', 'ask', 'lq2oiqu5mxjx43le', '2026-10-12 08:35:00+00', '2026-10-16 15:30:00+00', 'harbour', 'member-gwil', 'settled', 1, ''),
	('3jy4jrmdxfcwqodf', 'teams:trust', 'teams:trust:hana', 'ask', 'g227iyli5kax5gxv', '2026-10-12 08:35:00+00', '2026-10-16 15:30:00+00', 'harbour', 'member-hana', 'settled', 1, ''),
	('ixz5eiwayz77ij5c', 'web:accord', 'web:accord:person-cerys', 'ask', '5msqgsdxjlqqvo6h', '2026-10-12 08:35:00+00', '2026-10-16 15:30:00+00', 'harbour', 'member-cerys', 'settled', 1, ''),
	('7dp6u6vux6d7acdo', 'web:accord', 'web:accord:person-dilys', 'ask', 'yj5xh7xbj42mxtzd', '2026-10-12 08:35:00+00', '2026-10-16 15:30:00+00', 'harbour', 'member-dilys', 'settled', 1, ''),
	('fpvag2ff7rwvtkje', 'slack:shelter', 'slack:shelter:jo', 'ask', 'jw532fo4ofoacxjx', '2026-10-12 13:35:00+00', '2026-10-16 15:30:00+00', 'harbour', 'member-jo', 'settled', 1, ''),
	('izcgrmbt3jt5kzab', 'slack:council', 'slack:council:amira', 'remind', 'c3k6ntwg75fxyo2r', '2026-10-27 09:30:00+00', '2026-10-27 16:30:00+00', 'harbour', 'member-amira', 'waiting', 0, ''),
	('wtqv7i52iwbluw2x', 'slack:council', 'slack:council:amira', 'remind', 'c3k6ntwg75fxyo2r', '2026-10-28 09:30:00+00', '2026-10-28 16:30:00+00', 'harbour', 'member-amira', 'waiting', 0, ''),
	('aollt2u5giwwcl7u', 'slack:council', 'slack:council:amira', 'remind', 'c3k6ntwg75fxyo2r', '2026-10-29 09:30:00+00', '2026-10-29 16:30:00+00', 'harbour', 'member-amira', 'waiting', 0, ''),
	('2agjwmx6iqsjosxg', 'slack:council', 'slack:council:amira', 'remind', 'c3k6ntwg75fxyo2r', '2026-10-30 09:30:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-amira', 'waiting', 0, ''),
	('wvjyuled2zsx4wmx', 'teams:trust', 'teams:trust:ben', 'remind', '4zl6bf2odu47txn4', '2026-10-27 09:30:00+00', '2026-10-27 16:30:00+00', 'harbour', 'member-ben', 'waiting', 0, ''),
	('4hbh6ijwb6t6pfsq', 'teams:trust', 'teams:trust:ben', 'remind', '4zl6bf2odu47txn4', '2026-10-28 09:30:00+00', '2026-10-28 16:30:00+00', 'harbour', 'member-ben', 'waiting', 0, ''),
	('nqkjaccxauvkix6v', 'slack:council', 'slack:council:amira', 'ask', 'c3k6ntwg75fxyo2r', '2026-10-26 09:35:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-amira', 'settled', 1, ''),
	('txeryb52lmbqvld3', 'teams:trust', 'teams:trust:ben', 'ask', '4zl6bf2odu47txn4', '2026-10-26 09:35:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-ben', 'settled', 1, ''),
	('5nzlp5rbl7lbyvjh', 'slack:council', 'slack:council:C-harbour', 'summary', '5pxxfpef7pgmaeiq', '2026-10-16 15:35:00+00', '2026-10-23 15:30:00+00', 'harbour', '', 'settled', 1, ''),
	('k64fgcmjouvltsn2', 'slack:shelter', 'slack:shelter:jo', 'summary', '5pxxfpef7pgmaeiq', '2026-10-16 15:35:00+00', '2026-10-23 15:30:00+00', 'harbour', 'member-jo', 'settled', 1, ''),
	('pg3dwmzp4uybhekd', 'web:accord', 'web:accord:harbour', 'summary', '5pxxfpef7pgmaeiq', '2026-10-16 15:35:00+00', '2026-10-23 15:30:00+00', 'harbour', '', 'settled', 1, ''),
	('udqg54ha7tcaxvgs', 'web:accord', 'web:accord:harbour', 'alert', '2elbmf6fndzyyxqz', '2026-10-16 15:35:30+00', '2026-10-23 15:30:30+00', 'harbour', '', 'settled', 1, ''),
	('cljpsrnbtl5pfycy', 'slack:council', 'slack:council:C-harbour', 'actions', '5pxxfpef7pgmaeiq', '2026-10-16 15:36:00+00', '2026-10-23 15:30:00+00', 'harbour', '', 'settled', 1, ''),
	('7phnv5bkrefh6qo3', 'web:accord', 'web:accord:harbour', 'actions', '5pxxfpef7pgmaeiq', '2026-10-16 15:36:00+00', '2026-10-23 15:30:00+00', 'harbour', '', 'settled', 1, ''),
	('g4ju7smz5p4vam3j', 'mail:accord', 'mail:accord:zd7yohvjmuyfdkkm', 'mailbox', 'person-dilys', '2026-10-17 08:05:00+00', '2026-10-18 08:00:00+00', 'harbour', 'member-dilys', 'settled', 1, ''),
	('jrjhz2woco4uln5m', 'slack:council', 'slack:council:efe', 'summary', '5pxxfpef7pgmaeiq', '2026-10-19 08:35:00+00', '2026-10-23 15:30:00+00', 'harbour', 'member-efe', 'settled', 1, ''),
	('t7flbwgm57jvrgu3', 'slack:council', 'slack:council:farah', 'summary', '5pxxfpef7pgmaeiq', '2026-10-19 08:35:00+00', '2026-10-23 15:30:00+00', 'harbour', 'member-farah', 'settled', 1, ''),
	('54wehkrfkegebire', 'slack:council', 'slack:council:amira', 'join', 'zmdv77zgtbdukmjy', '2026-10-19 08:35:00+00', '2026-10-31 08:00:00+00', 'harbour', 'member-amira', 'settled', 1, ''),
	('imw2iax335dplogd', 'slack:shelter', 'slack:shelter:idris', 'summary', '5pxxfpef7pgmaeiq', '2026-10-19 08:35:00+00', '2026-10-23 15:30:00+00', 'harbour', 'member-idris', 'settled', 1, ''),
	('6poyggsmjzemne46', 'teams:trust', 'teams:trust:ben', 'summary', '5pxxfpef7pgmaeiq', '2026-10-19 08:35:00+00', '2026-10-23 15:30:00+00', 'harbour', 'member-ben', 'settled', 1, ''),
	('77hpi5o4obji7l6h', 'teams:trust', 'teams:trust:gwil', 'summary', '5pxxfpef7pgmaeiq', '2026-10-19 08:35:00+00', '2026-10-23 15:30:00+00', 'harbour', 'member-gwil', 'settled', 1, ''),
	('fzgzp3273lgbhfna', 'teams:trust', 'teams:trust:hana', 'summary', '5pxxfpef7pgmaeiq', '2026-10-19 08:35:00+00', '2026-10-23 15:30:00+00', 'harbour', 'member-hana', 'settled', 1, ''),
	('omhxtjxqf3r3oyoq', 'web:accord', 'web:accord:person-cerys', 'summary', '5pxxfpef7pgmaeiq', '2026-10-19 08:35:00+00', '2026-10-23 15:30:00+00', 'harbour', 'member-cerys', 'settled', 1, ''),
	('zfg7i7jz2x4cmwk5', 'web:accord', 'web:accord:person-dilys', 'summary', '5pxxfpef7pgmaeiq', '2026-10-19 08:35:00+00', '2026-10-23 15:30:00+00', 'harbour', 'member-dilys', 'settled', 1, ''),
	('r7qdcea67ltgi34w', 'slack:council', 'slack:council:amira', 'summary', '5pxxfpef7pgmaeiq', '2026-10-19 08:35:01.2+00', '2026-10-23 15:30:00+00', 'harbour', 'member-amira', 'settled', 1, ''),
	('yf5nlbj4sznw2iig', 'teams:trust', 'teams:trust:ben', 'remind', '4zl6bf2odu47txn4', '2026-10-29 09:30:00+00', '2026-10-29 16:30:00+00', 'harbour', 'member-ben', 'waiting', 0, ''),
	('gplroqichtnz3acp', 'teams:trust', 'teams:trust:ben', 'remind', '4zl6bf2odu47txn4', '2026-10-30 09:30:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-ben', 'waiting', 0, ''),
	('hcmwnch76rlvejqs', 'web:accord', 'web:accord:person-cerys', 'remind', 'uwf2krihhoy75zxp', '2026-10-27 09:30:00+00', '2026-10-27 16:30:00+00', 'harbour', 'member-cerys', 'waiting', 0, ''),
	('32gw5trckzbr6htl', 'web:accord', 'web:accord:person-cerys', 'remind', 'uwf2krihhoy75zxp', '2026-10-28 09:30:00+00', '2026-10-28 16:30:00+00', 'harbour', 'member-cerys', 'waiting', 0, ''),
	('viteetcdlm427qvt', 'web:accord', 'web:accord:person-cerys', 'remind', 'uwf2krihhoy75zxp', '2026-10-29 09:30:00+00', '2026-10-29 16:30:00+00', 'harbour', 'member-cerys', 'waiting', 0, ''),
	('5brlxix635mpm6bu', 'web:accord', 'web:accord:person-cerys', 'remind', 'uwf2krihhoy75zxp', '2026-10-30 09:30:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-cerys', 'waiting', 0, ''),
	('yh4wokc3ujlgt7mt', 'web:accord', 'web:accord:person-dilys', 'remind', 'mzkkrvlcplhyjtl4', '2026-10-27 09:30:00+00', '2026-10-27 16:30:00+00', 'harbour', 'member-dilys', 'waiting', 0, ''),
	('yezeqk2nig4s5cbh', 'web:accord', 'web:accord:person-dilys', 'remind', 'mzkkrvlcplhyjtl4', '2026-10-28 09:30:00+00', '2026-10-28 16:30:00+00', 'harbour', 'member-dilys', 'waiting', 0, ''),
	('7c3chhjkj53mb54k', 'web:accord', 'web:accord:person-dilys', 'remind', 'mzkkrvlcplhyjtl4', '2026-10-29 09:30:00+00', '2026-10-29 16:30:00+00', 'harbour', 'member-dilys', 'waiting', 0, ''),
	('eby2y2ad2pqtwprn', 'web:accord', 'web:accord:person-dilys', 'remind', 'mzkkrvlcplhyjtl4', '2026-10-30 09:30:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-dilys', 'waiting', 0, ''),
	('623w32gc3egfitrr', 'slack:council', 'slack:council:efe', 'remind', 'sjh5chergju4a2hu', '2026-10-27 09:30:00+00', '2026-10-27 16:30:00+00', 'harbour', 'member-efe', 'waiting', 0, ''),
	('vdohdwzshhqcy2e6', 'slack:council', 'slack:council:efe', 'remind', 'sjh5chergju4a2hu', '2026-10-28 09:30:00+00', '2026-10-28 16:30:00+00', 'harbour', 'member-efe', 'waiting', 0, ''),
	('x5tgntnk6swvk7sr', 'slack:council', 'slack:council:efe', 'remind', 'sjh5chergju4a2hu', '2026-10-29 09:30:00+00', '2026-10-29 16:30:00+00', 'harbour', 'member-efe', 'waiting', 0, ''),
	('2cjvyoiow5ntqi6u', 'slack:council', 'slack:council:efe', 'remind', 'sjh5chergju4a2hu', '2026-10-30 09:30:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-efe', 'waiting', 0, ''),
	('ukq4bbykvevqws6p', 'slack:council', 'slack:council:farah', 'remind', 'agtcw5hpmvybcnbq', '2026-10-27 09:30:00+00', '2026-10-27 16:30:00+00', 'harbour', 'member-farah', 'waiting', 0, ''),
	('tzsjfxnc7oq2gdnz', 'slack:council', 'slack:council:farah', 'remind', 'agtcw5hpmvybcnbq', '2026-10-28 09:30:00+00', '2026-10-28 16:30:00+00', 'harbour', 'member-farah', 'waiting', 0, ''),
	('3xdeoisz4vtkdjh2', 'slack:council', 'slack:council:farah', 'remind', 'agtcw5hpmvybcnbq', '2026-10-29 09:30:00+00', '2026-10-29 16:30:00+00', 'harbour', 'member-farah', 'waiting', 0, ''),
	('etcq54tiez2dqoia', 'slack:council', 'slack:council:farah', 'remind', 'agtcw5hpmvybcnbq', '2026-10-30 09:30:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-farah', 'waiting', 0, ''),
	('doco7wv3vvvc2qus', 'teams:trust', 'teams:trust:gwil', 'remind', '6udlioovc55ll52f', '2026-10-27 09:30:00+00', '2026-10-27 16:30:00+00', 'harbour', 'member-gwil', 'waiting', 0, ''),
	('364byucwqbs76uzv', 'teams:trust', 'teams:trust:gwil', 'remind', '6udlioovc55ll52f', '2026-10-28 09:30:00+00', '2026-10-28 16:30:00+00', 'harbour', 'member-gwil', 'waiting', 0, ''),
	('xz32zwxnz4rfvilv', 'teams:trust', 'teams:trust:gwil', 'remind', '6udlioovc55ll52f', '2026-10-29 09:30:00+00', '2026-10-29 16:30:00+00', 'harbour', 'member-gwil', 'waiting', 0, ''),
	('dh5hfidfbfzt3vlm', 'teams:trust', 'teams:trust:gwil', 'remind', '6udlioovc55ll52f', '2026-10-30 09:30:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-gwil', 'waiting', 0, ''),
	('nrj6mu7qvdqldtlg', 'slack:shelter', 'slack:shelter:idris', 'remind', 'gyk2vtttl3q6t43i', '2026-10-27 09:30:00+00', '2026-10-27 16:30:00+00', 'harbour', 'member-idris', 'waiting', 0, ''),
	('kes2yqtpsezhdvgq', 'slack:shelter', 'slack:shelter:idris', 'remind', 'gyk2vtttl3q6t43i', '2026-10-28 09:30:00+00', '2026-10-28 16:30:00+00', 'harbour', 'member-idris', 'waiting', 0, ''),
	('liuty22khhrg25zp', 'slack:shelter', 'slack:shelter:idris', 'remind', 'gyk2vtttl3q6t43i', '2026-10-29 09:30:00+00', '2026-10-29 16:30:00+00', 'harbour', 'member-idris', 'waiting', 0, ''),
	('6idq7n7bo2gw6b75', 'slack:shelter', 'slack:shelter:idris', 'remind', 'gyk2vtttl3q6t43i', '2026-10-30 09:30:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-idris', 'waiting', 0, ''),
	('dtzvjaqtsl3xwutx', 'slack:shelter', 'slack:shelter:jo', 'ask', 'lygefbzsmn6ga432', '2026-10-26 13:30:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-jo', 'waiting', 0, ''),
	('l3z4k6ml232pl3uf', 'slack:shelter', 'slack:shelter:jo', 'remind', 'lygefbzsmn6ga432', '2026-10-27 13:30:00+00', '2026-10-27 20:30:00+00', 'harbour', 'member-jo', 'waiting', 0, ''),
	('6ehbtdcscqvxomcx', 'slack:shelter', 'slack:shelter:jo', 'remind', 'lygefbzsmn6ga432', '2026-10-28 13:30:00+00', '2026-10-28 20:30:00+00', 'harbour', 'member-jo', 'waiting', 0, ''),
	('ota32sixebmba4mn', 'slack:shelter', 'slack:shelter:jo', 'remind', 'lygefbzsmn6ga432', '2026-10-29 13:30:00+00', '2026-10-29 20:30:00+00', 'harbour', 'member-jo', 'waiting', 0, ''),
	('yc5cn5sdaublqss3', 'slack:shelter', 'slack:shelter:jo', 'remind', 'lygefbzsmn6ga432', '2026-10-30 13:30:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-jo', 'waiting', 0, ''),
	('gax5cd37xp2wwvik', 'slack:council', 'slack:council:efe', 'ask', 'sjh5chergju4a2hu', '2026-10-26 09:35:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-efe', 'settled', 1, ''),
	('vodd7gb2wmrplzmd', 'slack:council', 'slack:council:farah', 'ask', 'agtcw5hpmvybcnbq', '2026-10-26 09:35:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-farah', 'settled', 1, ''),
	('6vg74zbyvojkuo2s', 'slack:shelter', 'slack:shelter:idris', 'ask', 'gyk2vtttl3q6t43i', '2026-10-26 09:35:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-idris', 'settled', 1, ''),
	('ns6krwpi77e6w3fu', 'teams:trust', 'teams:trust:gwil', 'ask', '6udlioovc55ll52f', '2026-10-26 09:35:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-gwil', 'settled', 1, ''),
	('6aiz2cjcwtwd3yan', 'web:accord', 'web:accord:person-dilys', 'ask', 'mzkkrvlcplhyjtl4', '2026-10-26 09:35:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-dilys', 'settled', 1, ''),
	('yd7vu5yqsvzslvs2', 'web:accord', 'web:accord:person-cerys', 'ask', 'uwf2krihhoy75zxp', '2026-10-26 09:35:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-cerys', 'settled', 1, '');
INSERT INTO public.heard VALUES
	('50b3a1aaacbadf46dc4e752d064dadace1602e95ed10b3394ba9fe7718b729b1', '', '2026-10-27 12:00:00+00'),
	('d968ffd957ff185eb6ca254b9b0b6f4c0c27edf0d73345a78796f8a5f7efd1ed', 'hvrsj337t6f7edel', '2026-10-30 16:30:00+00'),
	('96e2a25e0c5217efeacd148d0f14757fc6980af4b18b5491d8785a61c76955c9', 'hvrsj337t6f7edel', '2026-10-30 16:30:00+00'),
	('8abc3ac9c619eb819a2046035bb1c8de18440b66f1efa5637005758eb7b251b4', 'hvrsj337t6f7edel', '2026-10-30 16:30:00+00'),
	('3e8c7413f42f512bbbd6918cc4cf62c966e45cae0e56ae98e19a939c3f602e00', 'hvrsj337t6f7edel', '2026-10-30 16:30:00+00'),
	('8b471a48b9309131486a0c09371e3eea710659ef31f376984a11379b95d5a673', 'hvrsj337t6f7edel', '2026-10-30 16:30:00+00'),
	('d267a370dae0e821b7cba34b8b5b70fb83cb7d79d15d5b0ac070cf5865805eff', 'hvrsj337t6f7edel', '2026-10-30 16:30:00+00'),
	('5b38368e1aced43a4a0c507071757cdbe6490d8290a3128b0a8433483b4ba269', '', '2026-10-27 12:00:00+00'),
	('549c6d6078d7ba50cbf40341867ca0add8589dec26b7bd17522691d8d1459ce2', 'hvrsj337t6f7edel', '2026-10-30 16:30:00+00'),
	('50905683ded1ecbd4fd528739ddc2c8f316ed51206395e888bd9cce853797471', 'hvrsj337t6f7edel', '2026-10-30 16:30:00+00'),
	('d517f9d04e5a22e65dd5bef6e5a9b2bc3bd3dd7428726d3cb5dd77ff3efacd5f', 'hvrsj337t6f7edel', '2026-10-30 16:30:00+00'),
	('2886c56eb18940f35e186dd70299eafb0261e146c7a45030c76ccc6f90e0e9b6', 'hvrsj337t6f7edel', '2026-10-30 16:30:00+00'),
	('9f95dfdd25089498e2f58febdee6f887b4e93e48697587236477db65b1e6d921', 'hvrsj337t6f7edel', '2026-10-30 16:30:00+00'),
	('a78f0fd06749ea6f29f6af98e83fba40a07183020981635467e5bf0be3832ba9', 'hvrsj337t6f7edel', '2026-10-30 16:30:00+00'),
	('b428c02d76fbe669fd52b38cfe1bdd150d90a51e70fea75f4652cceda4ea279f', '', '2026-10-27 12:00:00+00'),
	('2bcf5f9d2f3fbe8f52a8c2190f94e3386690a8cdd1e510f5f25566caac570669', 'hvrsj337t6f7edel', '2026-10-30 16:30:00+00'),
	('a40f67fec5ba1890de9b1e568840e76afdc5f384079da1e99bc4783835b19065', 'hvrsj337t6f7edel', '2026-10-30 16:30:00+00'),
	('2aec2ac08ec90fff428347108a7d331817799c7928a582cc48d8644bc8e67e0e', '', '2026-10-27 12:00:00+00'),
	('d5d2dbcbe0462f1c359fa9ef4a7154a08676c3a27d64fe6b191c5483c6dcf216', 'hvrsj337t6f7edel', '2026-10-30 16:30:00+00'),
	('22e4844bb3a6098370c994f254f060f5c6725ed383e800fc57f1f5151c2509b2', 'hvrsj337t6f7edel', '2026-10-30 16:30:00+00'),
	('5d09f235d674c775ebc10897153acda268b53708a253ba80f789f3cd7170c6dc', '', '2026-10-27 12:00:00+00'),
	('c086a26791d07725194cb51a9972ce463d98b06b3d0bc7e3933b464a48760c52', 'hvrsj337t6f7edel', '2026-10-30 16:30:00+00'),
	('9136699a4d6aae6a2d37e716ee20212d794ea5aaccbe9dacfce55481fa57aeec', '', '2026-10-27 12:00:00+00');
INSERT INTO public.installations VALUES
	('slack:council', '\x3bd8be9ede7c85aee4315f3c1e07fc30baac1f5b9e0d818602909dbb6ffcb420dddf53aa8d4b5f576667f664699f3a386fe785db34eaa180fe046819aecfbbca9ab2c4441661390a50a1ac03221e5bbe6d2bb83f28a8d374e962cfa2ec2ba1b5e953f8c7b8bcf9552794962782997a862bf6ae1f9e16153b7470e1089d51faf07b300b8911318b1177ac558af92cbd55a1c85a1a180ae7767afd0bad9019703c45b859c13014fe9a67a15ec756bd064c22d36d143d513fff7aebee6c8d94e0cd1495399d9cf31ea01a8f6c4a7efd196fae055c6fc78514898efe201fbc749ed13fd98dd6d88181c738ab9bc9ff4222df70d26830723af6ab840d639b9c73724156e066948c826ed456aa811ae5a92273a87c8ef598159baceca2a460', NULL, NULL);
INSERT INTO public.invitations VALUES
	('ioehufgwhm23iz5f', 'qp7shu2klzblj6yw', 'member-amira'),
	('yk6g3622bbaan3s7', 'qp7shu2klzblj6yw', 'member-ben'),
	('gee3bhwhfc7waqy7', 'qp7shu2klzblj6yw', 'member-cerys'),
	('6w2uql6x2i2qzilb', 'qp7shu2klzblj6yw', 'member-dilys'),
	('2c4evthskqmo2kch', 'qp7shu2klzblj6yw', 'member-efe'),
	('uhr22j2z5mg35g73', 'qp7shu2klzblj6yw', 'member-farah'),
	('ivsc72pqgkqnlcpj', 'qp7shu2klzblj6yw', 'member-gwil'),
	('kqvvkqemuv7png3p', 'qp7shu2klzblj6yw', 'member-hana'),
	('gqso7egietranbbi', 'qp7shu2klzblj6yw', 'member-idris'),
	('lw32wt2pbuibp5oo', 'qp7shu2klzblj6yw', 'member-jo'),
	('2qucxzox4kgrcx5d', 'doz37qmkqcbkb5nm', 'member-amira'),
	('jldotliftnwrwznr', 'doz37qmkqcbkb5nm', 'member-ben'),
	('v4t76w5vzmj7xqdx', 'doz37qmkqcbkb5nm', 'member-cerys'),
	('uulviai2kpuxpy2h', 'doz37qmkqcbkb5nm', 'member-dilys'),
	('on6smczmpy7uhc4d', 'doz37qmkqcbkb5nm', 'member-efe'),
	('elxvn7uexgwcgoyn', 'doz37qmkqcbkb5nm', 'member-farah'),
	('lh6xztyhe6qvcilj', 'doz37qmkqcbkb5nm', 'member-gwil'),
	('a22swi27x75zqxjn', 'doz37qmkqcbkb5nm', 'member-hana'),
	('ycfqauhzekelrgps', 'doz37qmkqcbkb5nm', 'member-idris'),
	('yp6h2bu4asrcvmsi', 'doz37qmkqcbkb5nm', 'member-jo'),
	('3ailbx3ixbgxjzzm', '3ik37urmj76oxo6t', 'member-amira'),
	('brickcactj5yhvbe', '3ik37urmj76oxo6t', 'member-ben'),
	('es6dgo6w63wsvjso', '3ik37urmj76oxo6t', 'member-cerys'),
	('jzvqvzc7yefnmvuz', '3ik37urmj76oxo6t', 'member-dilys'),
	('dwlv3jfbb2fa4xpx', '3ik37urmj76oxo6t', 'member-efe'),
	('s3t3isxqty4krj43', '3ik37urmj76oxo6t', 'member-farah'),
	('tppuh6htbnwdtvih', '3ik37urmj76oxo6t', 'member-gwil'),
	('6scyjf4sh66trxpp', '3ik37urmj76oxo6t', 'member-hana'),
	('hkiy2s3kgcmu47wp', '3ik37urmj76oxo6t', 'member-idris'),
	('oxv7zsxtxcqkp746', '3ik37urmj76oxo6t', 'member-jo'),
	('at2fmshkxjwknvnd', '5pxxfpef7pgmaeiq', 'member-amira'),
	('3rwemgurkcq72wsc', '5pxxfpef7pgmaeiq', 'member-ben'),
	('5msqgsdxjlqqvo6h', '5pxxfpef7pgmaeiq', 'member-cerys'),
	('yj5xh7xbj42mxtzd', '5pxxfpef7pgmaeiq', 'member-dilys'),
	('sthmkkaol3wcbwz3', '5pxxfpef7pgmaeiq', 'member-efe'),
	('uad43u5wn6jjtpje', '5pxxfpef7pgmaeiq', 'member-farah'),
	('lq2oiqu5mxjx43le', '5pxxfpef7pgmaeiq', 'member-gwil'),
	('g227iyli5kax5gxv', '5pxxfpef7pgmaeiq', 'member-hana'),
	('agn5kma2mxh45ifh', '5pxxfpef7pgmaeiq', 'member-idris'),
	('jw532fo4ofoacxjx', '5pxxfpef7pgmaeiq', 'member-jo'),
	('c3k6ntwg75fxyo2r', 'hvrsj337t6f7edel', 'member-amira'),
	('4zl6bf2odu47txn4', 'hvrsj337t6f7edel', 'member-ben'),
	('uwf2krihhoy75zxp', 'hvrsj337t6f7edel', 'member-cerys'),
	('mzkkrvlcplhyjtl4', 'hvrsj337t6f7edel', 'member-dilys'),
	('sjh5chergju4a2hu', 'hvrsj337t6f7edel', 'member-efe'),
	('agtcw5hpmvybcnbq', 'hvrsj337t6f7edel', 'member-farah'),
	('6udlioovc55ll52f', 'hvrsj337t6f7edel', 'member-gwil'),
	('gyk2vtttl3q6t43i', 'hvrsj337t6f7edel', 'member-idris'),
	('lygefbzsmn6ga432', 'hvrsj337t6f7edel', 'member-jo');
INSERT INTO public.lanes VALUES
	('mail:accord', '2026-10-17 08:59:50.4+00', '9999-01-01 00:00:00+00'),
	('slack:council', '2026-10-26 11:59:56.2+00', '2026-10-27 09:30:00+00'),
	('slack:shelter', '2026-10-26 11:59:56.2+00', '2026-10-26 13:30:00+00'),
	('teams:trust', '2026-10-26 11:59:59.65+00', '2026-10-27 09:30:00+00'),
	('web:accord', '2026-10-26 12:00:00+00', '2026-10-27 09:30:00+00');
INSERT INTO public.mailboxes VALUES
	('zd7yohvjmuyfdkkm', 'person-dilys', '\x942d2d24d052335d11f223106c1850939b84fb1f903742ead4d07463d463805f3354d5608de70fefd942185c81c9479e8617ae100d9fefe6013e128c77b3ab668a856bed68f6ce688cfceebf739ce69def6abeec090d8860acfe92b41f3f94510b4589421fe603021a10a4d947d1d843db296648e457dd1b951d5aec9be2a33af0b21ac5fc611afe0ce1f6f34c3c7adfbf77ce8d0176e9a929bbaa5dfc1f0055723e3f3ce0a8f401358c1300c5be6da3442f3a12932a2f11572503d247815ca6dc7de46596a2b8ec25debbd1cbc3cc3da25e3126d88805b9d97bd41af03c747ae264e32158b52dbe4ca14de670a26d178e550bc7798714d87ef57c03e0166aada79522fbbca04271af5eaa05208d9680c6bb846399e6f0e4b3de853f', '887d04297eea1c3f4da3f1fce796154789c204070dbee06a60983af251a4e2f6', 'person-dilys', false, NULL, 0);
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
	('zmdv77zgtbdukmjy', 'harbour', 'zmf34ms2rw4ud6jj', 'so4a7gvfdm52myfp', 'lead', 'waiting', '2026-10-17 08:00:00+00'),
	('dsvwcsdcoufi4r3u', 'harbour', 'council', 'sii5cseqr2yrnzjt', 'member', 'invited', '2026-10-17 08:00:00+00'),
	('z3rqjegsj5j3tkyw', 'aa2b4aknjwjcwcel', 'rtlkzcylozdd6sz7', 'person-x1', 'coordinator', 'in', '2026-10-17 08:00:00+00');
INSERT INTO public.notes VALUES
	('cxvdw4xyjx26bny2', 'harbour', '2026-09-01', 'A new chair took over');
INSERT INTO public.organisations VALUES
	('council', 'harbour', 'Harbour Council', 'in', true, 'GB-ENG'),
	('trust', 'harbour', 'Harbour NHS Trust', 'in', true, 'GB-ENG'),
	('kitchen', 'harbour', 'Cegin Gymunedol', 'in', false, 'GB-WLS'),
	('shelter', 'harbour', 'Harbour Shelter', 'in', false, 'GB-ENG'),
	('zmf34ms2rw4ud6jj', 'harbour', 'Harbour College', 'waiting', false, 'GB-ENG'),
	('rtlkzcylozdd6sz7', 'aa2b4aknjwjcwcel', 'Riverside Trust', 'in', false, 'GB-ENG');
INSERT INTO public.partnerships VALUES
	('aa2b4aknjwjcwcel', 'Riverside', 'Europe/London', 'en', '2026-10-17 08:00:00+00', 'One front door', '', '', '', '', '', NULL, NULL, '', 0, 5, 1, NULL),
	('harbour', 'Harbour Together', 'Europe/London', 'en', '2026-09-07 09:00:00+00', 'Nobody sleeps rough at the harbour', 'health and social care', '', '', '', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=9;BYMINUTE=0;BYSECOND=0', '2026-09-07 09:00:00+00', '2026-11-09 09:00:00+00', 'hvrsj337t6f7edel', 5, 5, 1, NULL);
INSERT INTO public.passes VALUES
	('c99886c2b2bdf6dbc5a7b62ad4c09007e8f22907139061f00ed2a0c8255268e9', 'sii5cseqr2yrnzjt', '2026-10-31 08:00:00+00');
INSERT INTO public.people VALUES
	('person-amira', 'slack:council:amira', 'slack:council:amira', 'Amira', 'Europe/London', 'en', NULL),
	('person-ben', 'teams:trust:ben', 'teams:trust:ben', 'Ben', 'Europe/London', 'en', NULL),
	('person-dilys', 'web:accord:person-dilys', 'web:accord:person-dilys', 'Dilys', 'Europe/London', 'en', NULL),
	('person-efe', 'slack:council:efe', 'slack:council:efe', 'Efe', 'Europe/London', 'en', NULL),
	('person-farah', 'slack:council:farah', 'slack:council:farah', 'Farah', 'Europe/London', 'en', NULL),
	('person-gwil', 'teams:trust:gwil', 'teams:trust:gwil', 'Gwil', 'Europe/London', 'en', NULL),
	('person-idris', 'slack:shelter:idris', 'slack:shelter:idris', 'Idris', 'Europe/London', 'en', NULL),
	('person-jo', 'slack:shelter:jo', 'slack:shelter:jo', 'Jo', 'America/New_York', 'en', NULL),
	('so4a7gvfdm52myfp', 'slack:council:kofi', 'slack:council:kofi', 'Kofi', 'Europe/London', 'en', NULL),
	('sii5cseqr2yrnzjt', 'web:accord:sii5cseqr2yrnzjt', 'web:accord:sii5cseqr2yrnzjt', 'Nia', 'Europe/London', 'en', NULL),
	('person-cerys', 'web:accord:person-cerys', 'web:accord:person-cerys', 'Cerys', 'Europe/London', 'cy', NULL),
	('person-hana', 'teams:trust:hana', 'teams:trust:hana', 'Hana', 'Europe/London', 'en', '2026-12-20'),
	('person-x1', 'web:accord:person-x1', 'web:accord:person-x1', 'Olu', 'Europe/London', 'en', NULL);
INSERT INTO public.posts VALUES
	('tm3ifvowip4xd6b2', 'web:accord:person-dilys', '{"title": "Partners do what they say they will do.", "parts": [{"kind": "Text", "words": "Harbour Together: 5 questions, under a minute. Open until Friday 11 September, 16:30."}, {"kind": "Quiet", "words": "1 of 5 \u00b7 How true is this of us now?"}, {"kind": "Buttons", "options": [{"label": "Not at all", "says": "answer 6w2uql6x2i2qzilb.1 1"}, {"label": "A little", "says": "answer 6w2uql6x2i2qzilb.1 2"}, {"label": "Partly", "says": "answer 6w2uql6x2i2qzilb.1 3"}, {"label": "Mostly", "says": "answer 6w2uql6x2i2qzilb.1 4"}, {"label": "Fully", "says": "answer 6w2uql6x2i2qzilb.1 5"}]}, {"kind": "Buttons", "options": [{"label": "Can''t say", "says": "answer 6w2uql6x2i2qzilb.1 ?"}, {"label": "Skip", "says": "skip 6w2uql6x2i2qzilb.1"}]}, {"kind": "Buttons", "options": [{"label": "Later", "says": "later"}]}, {"kind": "Quiet", "words": "Confidential while the round is open, anonymous once it has closed."}], "about": "ask:qp7shu2klzblj6yw", "private": false, "refused": false}', 'ask:qp7shu2klzblj6yw', '2026-09-07 09:00:00+00', ''),
	('z4oyinidsayc4tsv', 'web:accord:person-cerys', '{"title": "Mae''r partneriaid yn gwneud yr hyn maen nhw''n dweud y byddan nhw''n ei wneud.", "parts": [{"kind": "Text", "words": "Harbour Together: 5 cwestiwn, llai na munud. Amser cau: Dydd Gwener 11 Medi, 16:30."}, {"kind": "Quiet", "words": "1 o 5 \u00b7 Pa mor wir yw hyn amdanon ni nawr?"}, {"kind": "Buttons", "options": [{"label": "Ddim o gwbl", "says": "answer gee3bhwhfc7waqy7.1 1"}, {"label": "Ychydig", "says": "answer gee3bhwhfc7waqy7.1 2"}, {"label": "Yn rhannol", "says": "answer gee3bhwhfc7waqy7.1 3"}, {"label": "Gan mwyaf", "says": "answer gee3bhwhfc7waqy7.1 4"}, {"label": "Yn llwyr", "says": "answer gee3bhwhfc7waqy7.1 5"}]}, {"kind": "Buttons", "options": [{"label": "Methu dweud", "says": "answer gee3bhwhfc7waqy7.1 ?"}, {"label": "Hepgor", "says": "skip gee3bhwhfc7waqy7.1"}]}, {"kind": "Buttons", "options": [{"label": "Yn nes ymlaen", "says": "later"}]}, {"kind": "Quiet", "words": "Cyfrinachol tra bo''r rownd ar agor, dienw ar \u00f4l iddi gau."}], "about": "ask:qp7shu2klzblj6yw", "private": false, "refused": false}', 'ask:qp7shu2klzblj6yw', '2026-09-07 09:00:00+00', ''),
	('n3boh72tlgj72uql', 'web:accord:person-cerys', '{"title": "Harbour Together: rownd 1", "parts": [{"kind": "Text", "words": "Ymatebodd 10 o 10."}, {"kind": "Text", "words": "Mae angen pedair rownd \u00e2 digon o atebion i weld a oes rhywbeth yn newid. Hyd yma mae 1."}, {"kind": "Facts", "rows": [["Ymddiriedaeth", "4.4 \u00b7 atebodd 10 o 10"], ["Diben cyffredin", "4.4 \u00b7 atebodd 10 o 10"], ["Cydbwysedd grym", "4.4 \u00b7 atebodd 10 o 10"], ["Gallaf i godi llais yma pan fydd rhywbeth o''i le.", "4.4 \u00b7 atebodd 10 o 10"], ["Mae pobl sy''n defnyddio ein gwasanaethau yn llywio''r hyn rydyn ni''n ei wneud.", "4.4 \u00b7 atebodd 10 o 10"]]}, {"kind": "Buttons", "options": [{"label": "Gweld y crynodeb cyfan", "says": "results for round 1"}, {"label": "Agor yr hwb", "says": "hub"}]}], "about": "round:qp7shu2klzblj6yw", "private": false, "refused": false}', 'round:qp7shu2klzblj6yw', '2026-09-14 08:30:00+00', ''),
	('pducbrkpbtsarndi', 'web:accord:person-dilys', '{"title": "Harbour Together: round 1", "parts": [{"kind": "Text", "words": "10 of 10 replied."}, {"kind": "Text", "words": "It takes four rounds with enough answers to see whether something changes. So far there is 1."}, {"kind": "Facts", "rows": [["Trust", "4.4 \u00b7 10 of 10 answered"], ["Shared purpose", "4.4 \u00b7 10 of 10 answered"], ["Power balance", "4.4 \u00b7 10 of 10 answered"], ["I can speak up here when something is wrong.", "4.4 \u00b7 10 of 10 answered"], ["People who use our services shape what we do.", "4.4 \u00b7 10 of 10 answered"]]}, {"kind": "Buttons", "options": [{"label": "See the whole summary", "says": "results for round 1"}, {"label": "Open the hub", "says": "hub"}]}], "about": "round:qp7shu2klzblj6yw", "private": false, "refused": false}', 'round:qp7shu2klzblj6yw', '2026-09-14 08:30:00+00', ''),
	('74x4ivrcjol3numc', 'web:accord:person-cerys', '{"title": "Mae''r partneriaid yn gwneud yr hyn maen nhw''n dweud y byddan nhw''n ei wneud.", "parts": [{"kind": "Text", "words": "Harbour Together: 5 cwestiwn, llai na munud. Amser cau: Dydd Gwener 18 Medi, 16:30."}, {"kind": "Quiet", "words": "1 o 5 \u00b7 Pa mor wir yw hyn amdanon ni nawr?"}, {"kind": "Buttons", "options": [{"label": "Ddim o gwbl", "says": "answer v4t76w5vzmj7xqdx.1 1"}, {"label": "Ychydig", "says": "answer v4t76w5vzmj7xqdx.1 2"}, {"label": "Yn rhannol", "says": "answer v4t76w5vzmj7xqdx.1 3"}, {"label": "Gan mwyaf", "says": "answer v4t76w5vzmj7xqdx.1 4"}, {"label": "Yn llwyr", "says": "answer v4t76w5vzmj7xqdx.1 5"}]}, {"kind": "Buttons", "options": [{"label": "Methu dweud", "says": "answer v4t76w5vzmj7xqdx.1 ?"}, {"label": "Hepgor", "says": "skip v4t76w5vzmj7xqdx.1"}]}, {"kind": "Buttons", "options": [{"label": "Yn nes ymlaen", "says": "later"}]}, {"kind": "Quiet", "words": "Cyfrinachol tra bo''r rownd ar agor, dienw ar \u00f4l iddi gau."}], "about": "ask:doz37qmkqcbkb5nm", "private": false, "refused": false}', 'ask:doz37qmkqcbkb5nm', '2026-09-14 09:00:00+00', ''),
	('fscpzsr2qgjste3j', 'web:accord:person-dilys', '{"title": "Partners do what they say they will do.", "parts": [{"kind": "Text", "words": "Harbour Together: 5 questions, under a minute. Open until Friday 18 September, 16:30."}, {"kind": "Quiet", "words": "1 of 5 \u00b7 How true is this of us now?"}, {"kind": "Buttons", "options": [{"label": "Not at all", "says": "answer uulviai2kpuxpy2h.1 1"}, {"label": "A little", "says": "answer uulviai2kpuxpy2h.1 2"}, {"label": "Partly", "says": "answer uulviai2kpuxpy2h.1 3"}, {"label": "Mostly", "says": "answer uulviai2kpuxpy2h.1 4"}, {"label": "Fully", "says": "answer uulviai2kpuxpy2h.1 5"}]}, {"kind": "Buttons", "options": [{"label": "Can''t say", "says": "answer uulviai2kpuxpy2h.1 ?"}, {"label": "Skip", "says": "skip uulviai2kpuxpy2h.1"}]}, {"kind": "Buttons", "options": [{"label": "Later", "says": "later"}]}, {"kind": "Quiet", "words": "Confidential while the round is open, anonymous once it has closed."}], "about": "ask:doz37qmkqcbkb5nm", "private": false, "refused": false}', 'ask:doz37qmkqcbkb5nm', '2026-09-14 09:00:00+00', ''),
	('cajqjzqfimoqscya', 'web:accord:person-cerys', '{"title": "Harbour Together: rownd 2", "parts": [{"kind": "Text", "words": "Ymatebodd 10 o 10. Y tro diwethaf, 10 o 10 oedd hi."}, {"kind": "Text", "words": "Ers y tro diwethaf: ymddiriedaeth, diben cyffredin, a(c) cydbwysedd grym tua''r un fath."}, {"kind": "Text", "words": "Mae angen pedair rownd \u00e2 digon o atebion i weld a oes rhywbeth yn newid. Hyd yma mae 2."}, {"kind": "Facts", "rows": [["Ymddiriedaeth", "4.4 \u00b7 atebodd 10 o 10"], ["Diben cyffredin", "4.4 \u00b7 atebodd 10 o 10"], ["Cydbwysedd grym", "4.4 \u00b7 atebodd 10 o 10"], ["Mae ein nodau cyffredin yn llywio''r hyn rwy''n ei wneud.", "4.4 \u00b7 atebodd 10 o 10"], ["Mae ein gwasanaethau''n gweithio''n dda gyda''i gilydd i bobl.", "4.4 \u00b7 atebodd 10 o 10"]]}, {"kind": "Buttons", "options": [{"label": "Gweld y crynodeb cyfan", "says": "results for round 2"}, {"label": "Agor yr hwb", "says": "hub"}]}], "about": "round:doz37qmkqcbkb5nm", "private": false, "refused": false}', 'round:doz37qmkqcbkb5nm', '2026-09-21 08:30:00+00', ''),
	('vru7n5n32cirlahb', 'web:accord:person-dilys', '{"title": "Harbour Together: round 2", "parts": [{"kind": "Text", "words": "10 of 10 replied. Last time it was 10 of 10."}, {"kind": "Text", "words": "Since last time: trust, shared purpose and power balance about the same."}, {"kind": "Text", "words": "It takes four rounds with enough answers to see whether something changes. So far there are 2."}, {"kind": "Facts", "rows": [["Trust", "4.4 \u00b7 10 of 10 answered"], ["Shared purpose", "4.4 \u00b7 10 of 10 answered"], ["Power balance", "4.4 \u00b7 10 of 10 answered"], ["Our shared aims guide what I do.", "4.4 \u00b7 10 of 10 answered"], ["Our services join up well for people.", "4.4 \u00b7 10 of 10 answered"]]}, {"kind": "Buttons", "options": [{"label": "See the whole summary", "says": "results for round 2"}, {"label": "Open the hub", "says": "hub"}]}], "about": "round:doz37qmkqcbkb5nm", "private": false, "refused": false}', 'round:doz37qmkqcbkb5nm', '2026-09-21 08:30:00+00', ''),
	('clz3piu62o6d4dao', 'web:accord:person-cerys', '{"title": "Harbour Together: rownd 3", "parts": [{"kind": "Text", "words": "Ymatebodd 10 o 10. Y tro diwethaf, 10 o 10 oedd hi."}, {"kind": "Text", "words": "Ers y tro diwethaf: ymddiriedaeth, diben cyffredin, a(c) cydbwysedd grym tua''r un fath."}, {"kind": "Text", "words": "Mae angen pedair rownd \u00e2 digon o atebion i weld a oes rhywbeth yn newid. Hyd yma mae 3."}, {"kind": "Facts", "rows": [["Ymddiriedaeth", "4.3 \u00b7 atebodd 10 o 10"], ["Diben cyffredin", "4.3 \u00b7 atebodd 10 o 10"], ["Cydbwysedd grym", "4.3 \u00b7 atebodd 10 o 10"], ["Rydyn ni''n gwneud penderfyniadau mawr gyda''n gilydd.", "4.3 \u00b7 atebodd 10 o 10"], ["Mae pwy bynnag sy''n arwain ein cyfarfodydd yn sicrhau bod pawb yn cael eu clywed.", "4.3 \u00b7 atebodd 10 o 10"]]}, {"kind": "Buttons", "options": [{"label": "Gweld y crynodeb cyfan", "says": "results for round 3"}, {"label": "Agor yr hwb", "says": "hub"}]}], "about": "round:3ik37urmj76oxo6t", "private": false, "refused": false}', 'round:3ik37urmj76oxo6t', '2026-10-05 08:30:00+00', ''),
	('wogzgzizqkkhc4ox', 'web:accord:person-dilys', '{"title": "Harbour Together: round 3", "parts": [{"kind": "Text", "words": "10 of 10 replied. Last time it was 10 of 10."}, {"kind": "Text", "words": "Since last time: trust, shared purpose and power balance about the same."}, {"kind": "Text", "words": "It takes four rounds with enough answers to see whether something changes. So far there are 3."}, {"kind": "Facts", "rows": [["Trust", "4.3 \u00b7 10 of 10 answered"], ["Shared purpose", "4.3 \u00b7 10 of 10 answered"], ["Power balance", "4.3 \u00b7 10 of 10 answered"], ["We make big decisions together.", "4.3 \u00b7 10 of 10 answered"], ["Whoever leads our meetings makes sure everyone is heard.", "4.3 \u00b7 10 of 10 answered"]]}, {"kind": "Buttons", "options": [{"label": "See the whole summary", "says": "results for round 3"}, {"label": "Open the hub", "says": "hub"}]}], "about": "round:3ik37urmj76oxo6t", "private": false, "refused": false}', 'round:3ik37urmj76oxo6t', '2026-10-05 08:30:00+00', ''),
	('7dp6u6vux6d7acdo', 'web:accord:person-dilys', '{"title": "Partners do what they say they will do.", "parts": [{"kind": "Text", "words": "Harbour Together: 5 questions, under a minute. Open until Friday 16 October, 16:30."}, {"kind": "Quiet", "words": "1 of 5 \u00b7 How true is this of us now?"}, {"kind": "Buttons", "options": [{"label": "Not at all", "says": "answer yj5xh7xbj42mxtzd.1 1"}, {"label": "A little", "says": "answer yj5xh7xbj42mxtzd.1 2"}, {"label": "Partly", "says": "answer yj5xh7xbj42mxtzd.1 3"}, {"label": "Mostly", "says": "answer yj5xh7xbj42mxtzd.1 4"}, {"label": "Fully", "says": "answer yj5xh7xbj42mxtzd.1 5"}]}, {"kind": "Buttons", "options": [{"label": "Can''t say", "says": "answer yj5xh7xbj42mxtzd.1 ?"}, {"label": "Skip", "says": "skip yj5xh7xbj42mxtzd.1"}]}, {"kind": "Buttons", "options": [{"label": "Later", "says": "later"}]}, {"kind": "Quiet", "words": "Confidential while the round is open, anonymous once it has closed."}], "about": "ask:5pxxfpef7pgmaeiq", "private": false, "refused": false}', 'ask:5pxxfpef7pgmaeiq', '2026-10-12 08:30:00+00', ''),
	('ixz5eiwayz77ij5c', 'web:accord:person-cerys', '{"title": "Mae''r partneriaid yn gwneud yr hyn maen nhw''n dweud y byddan nhw''n ei wneud.", "parts": [{"kind": "Text", "words": "Harbour Together: 5 cwestiwn, llai na munud. Amser cau: Dydd Gwener 16 Hydref, 16:30."}, {"kind": "Quiet", "words": "1 o 5 \u00b7 Pa mor wir yw hyn amdanon ni nawr?"}, {"kind": "Buttons", "options": [{"label": "Ddim o gwbl", "says": "answer 5msqgsdxjlqqvo6h.1 1"}, {"label": "Ychydig", "says": "answer 5msqgsdxjlqqvo6h.1 2"}, {"label": "Yn rhannol", "says": "answer 5msqgsdxjlqqvo6h.1 3"}, {"label": "Gan mwyaf", "says": "answer 5msqgsdxjlqqvo6h.1 4"}, {"label": "Yn llwyr", "says": "answer 5msqgsdxjlqqvo6h.1 5"}]}, {"kind": "Buttons", "options": [{"label": "Methu dweud", "says": "answer 5msqgsdxjlqqvo6h.1 ?"}, {"label": "Hepgor", "says": "skip 5msqgsdxjlqqvo6h.1"}]}, {"kind": "Buttons", "options": [{"label": "Yn nes ymlaen", "says": "later"}]}, {"kind": "Quiet", "words": "Cyfrinachol tra bo''r rownd ar agor, dienw ar \u00f4l iddi gau."}], "about": "ask:5pxxfpef7pgmaeiq", "private": false, "refused": false}', 'ask:5pxxfpef7pgmaeiq', '2026-10-12 08:30:00+00', ''),
	('muo7oktbh574ntdh', 'web:accord:harbour', '{"title": "Shared purpose has gone down sharply", "parts": [{"kind": "Text", "words": "It is about 2.2 below the 4.4 of the rounds before. It differs from the rounds before by more than their usual ups and downs. It is new with this round."}, {"kind": "Text", "words": "How sure is this? It can be chance. Where nothing changes, about 10 in 100 partnerships of this size get such a message on one theme within 9 rounds."}, {"kind": "Text", "words": "What it means, only you can tell. It may be worth a talk."}, {"kind": "Text", "words": "To talk about: In one sentence each: what is this partnership for? Where do our sentences differ?"}, {"kind": "Buttons", "options": [{"label": "We will talk about it", "says": "talk wkos74x2vps2qwxy"}, {"label": "Take up an action", "says": "act wkos74x2vps2qwxy"}, {"label": "Not now", "says": "not now wkos74x2vps2qwxy"}]}], "about": "alert:wkos74x2vps2qwxy", "private": false, "refused": false}', 'alert:wkos74x2vps2qwxy', '2026-10-16 15:30:20+00', ''),
	('7phnv5bkrefh6qo3', 'web:accord:harbour', '{"title": "Harbour Together: did we do it?", "parts": [{"kind": "Text", "words": "2. Rotate the chair"}, {"kind": "Buttons", "options": [{"label": "Yes", "says": "in harbour: did 2 yes"}, {"label": "Partly", "says": "in harbour: did 2 partly"}, {"label": "No", "says": "in harbour: did 2 no"}]}, {"kind": "Quiet", "words": "The first answer counts. Who gave it is not kept."}], "about": "actions:5pxxfpef7pgmaeiq", "private": false, "refused": false}', 'actions:5pxxfpef7pgmaeiq', '2026-10-16 15:31:00+00', ''),
	('ejzfgpvccijyn35z', 'web:accord:person-dilys', '{"title": "Partners do what they say they will do.", "parts": [{"kind": "Text", "words": "Harbour Together: 5 questions, under a minute. Open until Friday 2 October, 16:30."}, {"kind": "Quiet", "words": "1 of 5 \u00b7 How true is this of us now?"}, {"kind": "Buttons", "options": [{"label": "Not at all", "says": "answer jzvqvzc7yefnmvuz.1 1"}, {"label": "A little", "says": "answer jzvqvzc7yefnmvuz.1 2"}, {"label": "Partly", "says": "answer jzvqvzc7yefnmvuz.1 3"}, {"label": "Mostly", "says": "answer jzvqvzc7yefnmvuz.1 4"}, {"label": "Fully", "says": "answer jzvqvzc7yefnmvuz.1 5"}]}, {"kind": "Buttons", "options": [{"label": "Can''t say", "says": "answer jzvqvzc7yefnmvuz.1 ?"}, {"label": "Skip", "says": "skip jzvqvzc7yefnmvuz.1"}]}, {"kind": "Buttons", "options": [{"label": "Later", "says": "later"}]}, {"kind": "Quiet", "words": "Confidential while the round is open, anonymous once it has closed."}], "about": "ask:3ik37urmj76oxo6t", "private": false, "refused": false}', 'ask:3ik37urmj76oxo6t', '2026-09-28 08:30:00+00', ''),
	('pcjusht7commdo2o', 'web:accord:person-cerys', '{"title": "Mae''r partneriaid yn gwneud yr hyn maen nhw''n dweud y byddan nhw''n ei wneud.", "parts": [{"kind": "Text", "words": "Harbour Together: 5 cwestiwn, llai na munud. Amser cau: Dydd Gwener 2 Hydref, 16:30."}, {"kind": "Quiet", "words": "1 o 5 \u00b7 Pa mor wir yw hyn amdanon ni nawr?"}, {"kind": "Buttons", "options": [{"label": "Ddim o gwbl", "says": "answer es6dgo6w63wsvjso.1 1"}, {"label": "Ychydig", "says": "answer es6dgo6w63wsvjso.1 2"}, {"label": "Yn rhannol", "says": "answer es6dgo6w63wsvjso.1 3"}, {"label": "Gan mwyaf", "says": "answer es6dgo6w63wsvjso.1 4"}, {"label": "Yn llwyr", "says": "answer es6dgo6w63wsvjso.1 5"}]}, {"kind": "Buttons", "options": [{"label": "Methu dweud", "says": "answer es6dgo6w63wsvjso.1 ?"}, {"label": "Hepgor", "says": "skip es6dgo6w63wsvjso.1"}]}, {"kind": "Buttons", "options": [{"label": "Yn nes ymlaen", "says": "later"}]}, {"kind": "Quiet", "words": "Cyfrinachol tra bo''r rownd ar agor, dienw ar \u00f4l iddi gau."}], "about": "ask:3ik37urmj76oxo6t", "private": false, "refused": false}', 'ask:3ik37urmj76oxo6t', '2026-09-28 08:30:00+00', ''),
	('pg3dwmzp4uybhekd', 'web:accord:harbour', '{"title": "Harbour Together: round 4", "parts": [{"kind": "Text", "words": "9 of 10 replied. Last time it was 10 of 10."}, {"kind": "Text", "words": "Since last time: trust, shared purpose and power balance sharply lower."}, {"kind": "Text", "words": "What stands out:"}, {"kind": "Listing", "items": ["Power balance has gone down sharply", "Shared purpose has gone down sharply", "Trust has gone down sharply"]}, {"kind": "Text", "words": "To talk about: Our last big choice: who set the agenda, who was in the room, who could say no?"}, {"kind": "Text", "words": "What we will do:"}, {"kind": "Listing", "items": ["2. Rotate the chair"]}, {"kind": "Facts", "rows": [["Trust", "2.2 \u00b7 range 2.1 to 2.5 \u00b7 9 of 10 answered"], ["Shared purpose", "2.2 \u00b7 range 2.1 to 2.5 \u00b7 9 of 10 answered"], ["Power balance", "2.2 \u00b7 range 2.1 to 2.5 \u00b7 9 of 10 answered"], ["Partners look out for each other.", "2.2 \u00b7 range 2.1 to 2.5 \u00b7 9 of 10 answered"], ["I know what my organisation is expected to do.", "2.2 \u00b7 range 2.1 to 2.5 \u00b7 9 of 10 answered"]]}, {"kind": "Chart", "of": "trend:5pxxfpef7pgmaeiq", "title": "Trust has gone down sharply; shared purpose has gone down sharply; power balance has gone down sharply", "subtitle": "Average score from 1 to 5, 11 September 2026 to 16 October 2026; 9 to 10 answers a round.", "alt": "Trust has gone down sharply; shared purpose has gone down sharply; power balance has gone down sharply. Average score from 1 to 5, 11 September 2026 to 16 October 2026; 9 to 10 answers a round. Trust, oldest first: 4.4, 4.4, 4.3, 2.2. Down, beyond chance: 16 October 2026. Shared purpose, oldest first: 4.4, 4.4, 4.3, 2.2. Down, beyond chance: 16 October 2026. Power balance, oldest first: 4.4, 4.4, 4.3, 2.2. Down, beyond chance: 16 October 2026.", "panels": [{"title": "Trust", "points": [{"on": "2026-09-11", "value": 4.4, "mark": "common", "hollow": false}, {"on": "2026-09-18", "value": 4.4, "mark": "common", "hollow": false}, {"on": "2026-10-02", "value": 4.3, "mark": "common", "hollow": false}, {"on": "2026-10-16", "value": 2.2, "mark": "concern", "hollow": false}], "limits": [], "notes": [], "sides": null}, {"title": "Shared purpose", "points": [{"on": "2026-09-11", "value": 4.4, "mark": "common", "hollow": false}, {"on": "2026-09-18", "value": 4.4, "mark": "common", "hollow": false}, {"on": "2026-10-02", "value": 4.3, "mark": "common", "hollow": false}, {"on": "2026-10-16", "value": 2.2, "mark": "concern", "hollow": false}], "limits": [], "notes": [], "sides": null}, {"title": "Power balance", "points": [{"on": "2026-09-11", "value": 4.4, "mark": "common", "hollow": false}, {"on": "2026-09-18", "value": 4.4, "mark": "common", "hollow": false}, {"on": "2026-10-02", "value": 4.3, "mark": "common", "hollow": false}, {"on": "2026-10-16", "value": 2.2, "mark": "concern", "hollow": false}], "limits": [], "notes": [], "sides": null}], "legend": [["concern", "Down, beyond chance"], ["common", "Usual ups and downs"]], "language": "en", "bars": [], "scale": []}, {"kind": "Buttons", "options": [{"label": "More: Trust", "says": "results trust for round 4"}, {"label": "More: Shared purpose", "says": "results purpose for round 4"}, {"label": "More: Power balance", "says": "results power for round 4"}, {"label": "More: Roles", "says": "results roles for round 4"}, {"label": "Open the hub", "says": "hub"}]}, {"kind": "Text", "words": "The next round opens on Monday 26 October, 09:00."}, {"kind": "Quiet", "words": "Scores run from 1 (not at all) to 5 (fully). Range: where the score of all members lies if the silent feel like those who replied. How many chose each point is shown once 10 people have answered."}], "about": "round:5pxxfpef7pgmaeiq", "private": false, "refused": false}', 'round:5pxxfpef7pgmaeiq', '2026-10-16 15:30:00+00', ''),
	('mczzngnkvqd7y7d5', 'web:accord:harbour', '{"title": "Power balance has gone down sharply", "parts": [{"kind": "Text", "words": "It is about 2.2 below the 4.4 of the rounds before. It differs from the rounds before by more than their usual ups and downs. It is new with this round."}, {"kind": "Text", "words": "How sure is this? It can be chance. Where nothing changes, about 10 in 100 partnerships of this size get such a message on one theme within 9 rounds."}, {"kind": "Text", "words": "What it means, only you can tell. It may be worth a talk."}, {"kind": "Text", "words": "To talk about: Our last big choice: who set the agenda, who was in the room, who could say no?"}, {"kind": "Buttons", "options": [{"label": "We will talk about it", "says": "talk qh35uk3lu7tbbb5m"}, {"label": "Take up an action", "says": "act qh35uk3lu7tbbb5m"}, {"label": "Not now", "says": "not now qh35uk3lu7tbbb5m"}]}], "about": "alert:qh35uk3lu7tbbb5m", "private": false, "refused": false}', 'alert:qh35uk3lu7tbbb5m', '2026-10-16 15:30:10+00', ''),
	('udqg54ha7tcaxvgs', 'web:accord:harbour', '{"title": "Trust has gone down sharply", "parts": [{"kind": "Text", "words": "It is about 2.2 below the 4.4 of the rounds before. It differs from the rounds before by more than their usual ups and downs. It is new with this round."}, {"kind": "Text", "words": "How sure is this? It can be chance. Where nothing changes, about 10 in 100 partnerships of this size get such a message on one theme within 9 rounds."}, {"kind": "Text", "words": "What it means, only you can tell. It may be worth a talk."}, {"kind": "Text", "words": "To talk about: What did we promise each other last month? What slipped, and did we say so at the time?"}, {"kind": "Buttons", "options": [{"label": "We will talk about it", "says": "talk 2elbmf6fndzyyxqz"}, {"label": "Take up an action", "says": "act 2elbmf6fndzyyxqz"}, {"label": "Not now", "says": "not now 2elbmf6fndzyyxqz"}]}], "about": "alert:2elbmf6fndzyyxqz", "private": false, "refused": false}', 'alert:2elbmf6fndzyyxqz', '2026-10-16 15:30:30+00', ''),
	('omhxtjxqf3r3oyoq', 'web:accord:person-cerys', '{"title": "Harbour Together: rownd 4", "parts": [{"kind": "Text", "words": "Ymatebodd 9 o 10. Y tro diwethaf, 10 o 10 oedd hi."}, {"kind": "Text", "words": "Ers y tro diwethaf: ymddiriedaeth, diben cyffredin, a(c) cydbwysedd grym yn llawer is."}, {"kind": "Text", "words": "Beth sy''n sefyll allan:"}, {"kind": "Listing", "items": ["Mae Cydbwysedd grym wedi gostwng yn sydyn", "Mae Diben cyffredin wedi gostwng yn sydyn", "Mae Ymddiriedaeth wedi gostwng yn sydyn"]}, {"kind": "Text", "words": "I''w drafod: Ein dewis mawr diwethaf: pwy osododd yr agenda, pwy oedd yn yr ystafell, pwy allai ddweud na?"}, {"kind": "Facts", "rows": [["Ymddiriedaeth", "2.2 \u00b7 ystod 2.1 i 2.5 \u00b7 atebodd 9 o 10"], ["Diben cyffredin", "2.2 \u00b7 ystod 2.1 i 2.5 \u00b7 atebodd 9 o 10"], ["Cydbwysedd grym", "2.2 \u00b7 ystod 2.1 i 2.5 \u00b7 atebodd 9 o 10"], ["Mae''r partneriaid yn gofalu am ei gilydd.", "2.2 \u00b7 ystod 2.1 i 2.5 \u00b7 atebodd 9 o 10"], ["Rwy''n gwybod beth mae disgwyl i fy sefydliad ei wneud.", "2.2 \u00b7 ystod 2.1 i 2.5 \u00b7 atebodd 9 o 10"]]}, {"kind": "Buttons", "options": [{"label": "Gweld y crynodeb cyfan", "says": "results for round 4"}, {"label": "Agor yr hwb", "says": "hub"}]}], "about": "round:5pxxfpef7pgmaeiq", "private": false, "refused": false}', 'round:5pxxfpef7pgmaeiq', '2026-10-19 08:30:00+00', ''),
	('zfg7i7jz2x4cmwk5', 'web:accord:person-dilys', '{"title": "Harbour Together: round 4", "parts": [{"kind": "Text", "words": "9 of 10 replied. Last time it was 10 of 10."}, {"kind": "Text", "words": "Since last time: trust, shared purpose and power balance sharply lower."}, {"kind": "Text", "words": "What stands out:"}, {"kind": "Listing", "items": ["Power balance has gone down sharply", "Shared purpose has gone down sharply", "Trust has gone down sharply"]}, {"kind": "Text", "words": "To talk about: Our last big choice: who set the agenda, who was in the room, who could say no?"}, {"kind": "Facts", "rows": [["Trust", "2.2 \u00b7 range 2.1 to 2.5 \u00b7 9 of 10 answered"], ["Shared purpose", "2.2 \u00b7 range 2.1 to 2.5 \u00b7 9 of 10 answered"], ["Power balance", "2.2 \u00b7 range 2.1 to 2.5 \u00b7 9 of 10 answered"], ["Partners look out for each other.", "2.2 \u00b7 range 2.1 to 2.5 \u00b7 9 of 10 answered"], ["I know what my organisation is expected to do.", "2.2 \u00b7 range 2.1 to 2.5 \u00b7 9 of 10 answered"]]}, {"kind": "Buttons", "options": [{"label": "See the whole summary", "says": "results for round 4"}, {"label": "Open the hub", "says": "hub"}]}], "about": "round:5pxxfpef7pgmaeiq", "private": false, "refused": false}', 'round:5pxxfpef7pgmaeiq', '2026-10-19 08:30:00+00', ''),
	('6aiz2cjcwtwd3yan', 'web:accord:person-dilys', '{"title": "Partners do what they say they will do.", "parts": [{"kind": "Text", "words": "Harbour Together: 5 questions, under a minute. Open until Friday 30 October, 16:30."}, {"kind": "Quiet", "words": "1 of 5 \u00b7 How true is this of us now?"}, {"kind": "Buttons", "options": [{"label": "Not at all", "says": "answer mzkkrvlcplhyjtl4.1 1"}, {"label": "A little", "says": "answer mzkkrvlcplhyjtl4.1 2"}, {"label": "Partly", "says": "answer mzkkrvlcplhyjtl4.1 3"}, {"label": "Mostly", "says": "answer mzkkrvlcplhyjtl4.1 4"}, {"label": "Fully", "says": "answer mzkkrvlcplhyjtl4.1 5"}]}, {"kind": "Buttons", "options": [{"label": "Can''t say", "says": "answer mzkkrvlcplhyjtl4.1 ?"}, {"label": "Skip", "says": "skip mzkkrvlcplhyjtl4.1"}]}, {"kind": "Buttons", "options": [{"label": "Later", "says": "later"}]}, {"kind": "Quiet", "words": "Confidential while the round is open, anonymous once it has closed."}], "about": "ask:hvrsj337t6f7edel", "private": false, "refused": false}', 'ask:hvrsj337t6f7edel', '2026-10-26 09:30:00+00', ''),
	('yd7vu5yqsvzslvs2', 'web:accord:person-cerys', '{"title": "Mae''r partneriaid yn gwneud yr hyn maen nhw''n dweud y byddan nhw''n ei wneud.", "parts": [{"kind": "Text", "words": "Harbour Together: 5 cwestiwn, llai na munud. Amser cau: Dydd Gwener 30 Hydref, 16:30."}, {"kind": "Quiet", "words": "1 o 5 \u00b7 Pa mor wir yw hyn amdanon ni nawr?"}, {"kind": "Buttons", "options": [{"label": "Ddim o gwbl", "says": "answer uwf2krihhoy75zxp.1 1"}, {"label": "Ychydig", "says": "answer uwf2krihhoy75zxp.1 2"}, {"label": "Yn rhannol", "says": "answer uwf2krihhoy75zxp.1 3"}, {"label": "Gan mwyaf", "says": "answer uwf2krihhoy75zxp.1 4"}, {"label": "Yn llwyr", "says": "answer uwf2krihhoy75zxp.1 5"}]}, {"kind": "Buttons", "options": [{"label": "Methu dweud", "says": "answer uwf2krihhoy75zxp.1 ?"}, {"label": "Hepgor", "says": "skip uwf2krihhoy75zxp.1"}]}, {"kind": "Buttons", "options": [{"label": "Yn nes ymlaen", "says": "later"}]}, {"kind": "Quiet", "words": "Cyfrinachol tra bo''r rownd ar agor, dienw ar \u00f4l iddi gau."}], "about": "ask:hvrsj337t6f7edel", "private": false, "refused": false}', 'ask:hvrsj337t6f7edel', '2026-10-26 09:30:00+00', '');
INSERT INTO public.readings VALUES
	('qp7shu2klzblj6yw.1', 'qp7shu2klzblj6yw', 'harbour', 'trust', 'trust.reliable@1', true, 10, 10, 4.4, '', NULL, NULL, 0.5, '[0, 0, 0, 6, 4]', 'strong', false, '', NULL, NULL, false),
	('qp7shu2klzblj6yw.2', 'qp7shu2klzblj6yw', 'harbour', 'purpose', 'purpose.agree@1', true, 10, 10, 4.4, '', NULL, NULL, 0.5, '[0, 0, 0, 6, 4]', 'strong', false, '', NULL, NULL, false),
	('qp7shu2klzblj6yw.3', 'qp7shu2klzblj6yw', 'harbour', 'power', 'power.voice@1', true, 10, 10, 4.4, '', NULL, NULL, 0.5, '[0, 0, 0, 6, 4]', 'strong', false, 'none', NULL, NULL, false),
	('qp7shu2klzblj6yw.4', 'qp7shu2klzblj6yw', 'harbour', 'trust', 'trust.open@1', false, 10, 10, 4.4, '', NULL, NULL, 0.5, '[0, 0, 0, 6, 4]', 'strong', false, '', NULL, NULL, false),
	('qp7shu2klzblj6yw.5', 'qp7shu2klzblj6yw', 'harbour', 'service-users', 'service-users.shape@1', false, 10, 10, 4.4, '', NULL, NULL, 0.5, '[0, 0, 0, 6, 4]', 'strong', false, '', NULL, NULL, false),
	('doz37qmkqcbkb5nm.1', 'doz37qmkqcbkb5nm', 'harbour', 'trust', 'trust.reliable@1', true, 10, 10, 4.4, '', NULL, NULL, 0.5, '[0, 0, 0, 6, 4]', 'strong', false, '', NULL, NULL, false),
	('doz37qmkqcbkb5nm.2', 'doz37qmkqcbkb5nm', 'harbour', 'purpose', 'purpose.agree@1', true, 10, 10, 4.4, '', NULL, NULL, 0.5, '[0, 0, 0, 6, 4]', 'strong', false, '', NULL, NULL, false),
	('doz37qmkqcbkb5nm.3', 'doz37qmkqcbkb5nm', 'harbour', 'power', 'power.voice@1', true, 10, 10, 4.4, '', NULL, NULL, 0.5, '[0, 0, 0, 6, 4]', 'strong', false, 'none', NULL, NULL, false),
	('doz37qmkqcbkb5nm.4', 'doz37qmkqcbkb5nm', 'harbour', 'purpose', 'purpose.guide@1', false, 10, 10, 4.4, '', NULL, NULL, 0.5, '[0, 0, 0, 6, 4]', 'strong', false, '', NULL, NULL, false),
	('doz37qmkqcbkb5nm.5', 'doz37qmkqcbkb5nm', 'harbour', 'whole-system', 'whole-system.joined@1', false, 10, 10, 4.4, '', NULL, NULL, 0.5, '[0, 0, 0, 6, 4]', 'strong', false, '', NULL, NULL, false),
	('3ik37urmj76oxo6t.1', '3ik37urmj76oxo6t', 'harbour', 'trust', 'trust.reliable@1', true, 10, 10, 4.3, '', NULL, NULL, 0.5, '[0, 0, 0, 7, 3]', 'strong', false, '', NULL, NULL, false),
	('3ik37urmj76oxo6t.2', '3ik37urmj76oxo6t', 'harbour', 'purpose', 'purpose.agree@1', true, 10, 10, 4.3, '', NULL, NULL, 0.5, '[0, 0, 0, 7, 3]', 'strong', false, '', NULL, NULL, false),
	('3ik37urmj76oxo6t.3', '3ik37urmj76oxo6t', 'harbour', 'power', 'power.voice@1', true, 10, 10, 4.3, '', NULL, NULL, 0.5, '[0, 0, 0, 7, 3]', 'strong', false, 'none', NULL, NULL, false),
	('3ik37urmj76oxo6t.4', '3ik37urmj76oxo6t', 'harbour', 'power', 'power.together@1', false, 10, 10, 4.3, '', NULL, NULL, 0.5, '[0, 0, 0, 7, 3]', 'strong', false, '', NULL, NULL, false),
	('3ik37urmj76oxo6t.5', '3ik37urmj76oxo6t', 'harbour', 'leadership', 'leadership.heard@1', false, 10, 10, 4.3, '', NULL, NULL, 0.5, '[0, 0, 0, 7, 3]', 'strong', false, '', NULL, NULL, false),
	('5pxxfpef7pgmaeiq.1', '5pxxfpef7pgmaeiq', 'harbour', 'trust', 'trust.reliable@1', true, 9, 10, 2.2, '', 2.1, 2.5, NULL, NULL, 'strong', false, '', NULL, NULL, false),
	('5pxxfpef7pgmaeiq.2', '5pxxfpef7pgmaeiq', 'harbour', 'purpose', 'purpose.agree@1', true, 9, 10, 2.2, '', 2.1, 2.5, NULL, NULL, 'strong', false, '', NULL, NULL, false),
	('5pxxfpef7pgmaeiq.3', '5pxxfpef7pgmaeiq', 'harbour', 'power', 'power.voice@1', true, 9, 10, 2.2, '', 2.1, 2.5, NULL, NULL, 'strong', false, 'third', NULL, NULL, false),
	('5pxxfpef7pgmaeiq.4', '5pxxfpef7pgmaeiq', 'harbour', 'trust', 'trust.care@1', false, 9, 10, 2.2, '', 2.1, 2.5, NULL, NULL, 'strong', false, '', NULL, NULL, false),
	('5pxxfpef7pgmaeiq.5', '5pxxfpef7pgmaeiq', 'harbour', 'roles', 'roles.mine@1', false, 9, 10, 2.2, '', 2.1, 2.5, NULL, NULL, 'strong', false, '', NULL, NULL, false);
INSERT INTO public.rounds VALUES
	('qp7shu2klzblj6yw', 'harbour', 'scheduled', 1, '["trust.reliable@1", "purpose.agree@1", "power.voice@1", "trust.open@1", "service-users.shape@1"]', '2026-09-07 09:00:00+00', '2026-09-11 15:30:00+00', '2026-09-09 12:15:00+00', 'closed', '', '2026-09-11 15:30:00+00', 10, 10),
	('doz37qmkqcbkb5nm', 'harbour', 'scheduled', 2, '["trust.reliable@1", "purpose.agree@1", "power.voice@1", "purpose.guide@1", "whole-system.joined@1"]', '2026-09-14 09:00:00+00', '2026-09-18 15:30:00+00', '2026-09-16 12:15:00+00', 'closed', '', '2026-09-18 15:30:00+00', 10, 10),
	('3ik37urmj76oxo6t', 'harbour', 'scheduled', 3, '["trust.reliable@1", "purpose.agree@1", "power.voice@1", "power.together@1", "leadership.heard@1"]', '2026-09-28 08:00:00+00', '2026-10-02 15:30:00+00', '2026-09-30 11:45:00+00', 'closed', '', '2026-10-02 15:30:00+00', 10, 10),
	('5pxxfpef7pgmaeiq', 'harbour', 'scheduled', 4, '["trust.reliable@1", "purpose.agree@1", "power.voice@1", "trust.care@1", "roles.mine@1"]', '2026-10-12 08:00:00+00', '2026-10-16 15:30:00+00', '2026-10-14 11:45:00+00', 'closed', '', '2026-10-16 15:30:00+00', 10, 9),
	('hvrsj337t6f7edel', 'harbour', 'scheduled', 5, '["trust.reliable@1", "purpose.agree@1", "power.voice@1", "purpose.fit@1", "learning.mistakes@1"]', '2026-10-26 09:00:00+00', '2026-10-30 16:30:00+00', '2026-10-28 12:45:00+00', 'open', '', NULL, 0, 0);
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
CREATE INDEX ix_codes_expires_at ON public.codes USING btree (expires_at);
CREATE INDEX ix_codes_partnership ON public.codes USING btree (partnership);
CREATE INDEX ix_comments_expires_at ON public.comments USING btree (expires_at);
CREATE INDEX ix_comments_round ON public.comments USING btree (round);
CREATE INDEX ix_deliveries_lane_state_due_at ON public.deliveries USING btree (lane, state, due_at);
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
