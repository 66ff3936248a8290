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
CREATE TABLE public.members (
    id character varying NOT NULL,
    partnership character varying NOT NULL,
    organisation character varying NOT NULL,
    person character varying NOT NULL,
    role character varying NOT NULL,
    standing character varying NOT NULL,
    since_at timestamp with time zone NOT NULL
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
	('p34emvexoh3sg5ao', 'harbour', 2, 'Rotate the chair', '2026-09-07 09:00:00+00', NULL, '', NULL, NULL),
	('napt7sv3b6dt3kld', 'harbour', 1, 'Share the budget papers', '2026-09-07 09:00:00+00', '2026-09-25', 'member:member-ben', 'yes', '2026-09-19 09:00:00+00');
INSERT INTO public.alembic_version VALUES
	('0001');
INSERT INTO public.alerts VALUES
	('lr5dlber36zagmkk', 'harbour', 'ucgxun3clydsizsj', 4, 'down', 'power', 3, 'power.last-choice', '2026-10-16 15:30:00+00', 'talk'),
	('xr57p66arpziyy2i', 'harbour', 'ucgxun3clydsizsj', 4, 'down', 'trust', 3, 'trust.promised', '2026-10-16 15:30:00+00', 'talk'),
	('7v54ocbmrubcvnvn', 'harbour', 'ucgxun3clydsizsj', 4, 'down', 'purpose', 3, 'purpose.one-sentence', '2026-10-16 15:30:00+00', 'talk');
INSERT INTO public.answers VALUES
	('vyvcsixwrxovebur', '\xc58671872a4e4dc11d78c3e42ef6390c', 'trust.reliable@1', '\xa7691decbe9da2b9bf1e340e182f499520a54a7784afc522c3cd14eef8d9b9f07d830c59762e597a20c24ff4'),
	('vyvcsixwrxovebur', '\xc58671872a4e4dc11d78c3e42ef6390c', 'purpose.agree@1', '\x31616596b41bb2b2c4aa628d2403dca509b076d8c090184a8dd7f13b611e5cee8120595ca6e4f69a7a765752'),
	('vyvcsixwrxovebur', '\xc58671872a4e4dc11d78c3e42ef6390c', 'power.voice@1', '\xc728beadbd633cbd7f6a335f221610b839a8aae56715a8e1548712e9a670935247cb0d504c9202d448bedb98'),
	('vyvcsixwrxovebur', '\xc58671872a4e4dc11d78c3e42ef6390c', 'purpose.fit@1', '\x15e5061759307d608969e3961b9e4b9d4615b0cca7ad6d2748a14e61b885b61e4f89996e5b2179d551e0b210'),
	('vyvcsixwrxovebur', '\xc58671872a4e4dc11d78c3e42ef6390c', 'learning.mistakes@1', '\x54b2c4af44b357d33cb70480f3cfbb4668ac020a09889443d6da0af8cd7a6417c203c19972c4a9ab5ec36c85'),
	('vyvcsixwrxovebur', '\xc58671872a4e4dc11d78c3e42ef6390c', 'comment', '\xf7398174a5ebada7177ec85bda7375aa027f48ee4ab22ce3f77ca8a0fe26b1acc789c64498de8c8f994889c2c63f99463d8ef1cfc3c93b80f844b852d00f7c26a67eb1d4db144585cb45e5c7770ab89e0975b18f7694e00ee10906025e787c5cb8b57585f60db07364cb89c888d486a63bbfff6c7421e072db0bb9e82f6f428afdc85b4b33d4c6c1d6f317ece3c16050b0f575f9f0d85123d2dcf3495b958bdd18593c6927d679f3d93be05ef9523501f1612302c2fe533a044e756554232710b240f7e8ded7d1aced6d1f469eca1be62f7bbfa2ef00d9f5e0f06e9f91ae782f6093ba126644995b1585951d6e32b4de7535d277a8135413601ad8f4b08ed5ef7b45318deb5c6e616f4d92d026b8549e0f6de4cb701e63496f5d6bd30b0834e2240ff1b506c47f7ce8c4420ddcc7a0ccf2d428f17fce1eca475c0953dddae26a37c4e68d53c41e1c43678ddf1838e7aaf4006c415ec3c6d866c495542b986c233f78a1bc23dc9fcea49958bf52c7b9899e6dac44e7bc8f53888bcb59ea47b67bf4796c6097273e954e757ad7589f98b42eda389af9f8dfa83010706a8647aa218db57cfceb0628ab51b78063a9a64cbe746fb39b31e2401aabcd51e0d05f2575e21f5a5865a03dedaa073d254ceaf68b3a67603c63be479d662c8f987d17c992746c3eea803b106f6cefde9807384784a9cc6640c4397f687d124bda3ac2c87e2a7515737213d1fca511ad68fc654f6e4a1cbbcdbfc9389c2d8313389ab13d63e263839242bd46e94863c691226fc1b051390af0fff6997ef3b1dbe4da3b7bbb618ec56e916b36b8cc18b79a7d8501f9d853dcf74baa845ad237d22c9bbc41239c06056a5075345b4480de5be5fc9f54d4bacf68992c376ac5c6a15f026841cccf378aff267461a1f8c14360a41e35c1f83d4ebaaad4b9c76948965b3af6ed6904077e18850ce800569cec9f48c9b463a918b128fa698b59bacabfb1504c221916b755ed08a2300e19f800020ad722357dcdf26f72f596f6f53bd75cb6bce101538880933313a77dcd6848f3c27d7b8de83ed9fda76d51d9d4e2fb78d663d1d747cc5d9f8dd2224660c1df475df88d39b3edcfd2019ba822308b8f5976d9ca188bf698bae9a7ca5300146d834f4c4ca31bc16d4d078aaa237de5588d2c7091afff82681508351369f2ebcb98d169dbb912653c5dd09b9abc5877b6479673f5c4a08b5835886f09e700bc2364f31761bf14a8716088a24daa2f543cfbbfcbf4c100987c97e57055995b6c5a51b32bb333318e0a3aa9b7e34584c095760ec0e8d7dfdbac24c16d0e336412e0dce4125c38c6c8a0c0842c893b2521ee45d69e6f06d1aad396218bd87ff812daa45f89a36eb187e315f4a8d597358fa2cb6d6280c1f352af999689224397b215e36293fa78dcb9cd5cf369659d66d7d3a4d72c8ea8f46afe6d36df7d0a9e5543a5d8698912af7f427090a2fba5da111fb8e6c05efae6e4d681b22860404d624152ba1064979e63617e132b119547141fb7ebb5e83b586a7dfe477535d17a44d2050f6c7a047bca61f8ec76c581989c92b46a649ce1c6e9b735deb6312184547fa7a8268f3efeb79c6a0df6b61375ef30ee6a9ed9ca7f87782749d15a221f9523a3baf204dc57d6c0987e822ec76896fc361f9029aea4ef4a01863ceb741bb500a0086ac00a753ffa4e7bb4945f36fcad6d88888df49b14f6afd500b3f9e6175a29ee192e56b1fc9cdadbb8df43ecd121175b983258290c01f02a7bd38658ee98293556be5691d9dd5fc0e3c255dee14db4ca3297f1387b92e66df9470413ba014cc5f4b3b54a04db73998d3e56c76540f9b8ba711080f1ed3b55bea4c53032d7d07c20252d20a18b4b493197748ec77e6806016634a680806e8fd30b2180e61423d2e7ffb6a4ee6c194da1eaf765a81951ca3c23c22a227eec29998cef26b794f7e4f9764e26ae2ac66151ce6d6cfc7eb216ccb516b5b3af6df856bf39f33f13f2142ff74ac7aadaa572a460c0b4b679935ffc36905f9c9033858ba2c656106e5ddaf051fb1dc6a729c2ac216f260a3dbc5a8ff2461e2b72b0591b2c1d8e228b49e83c80527861b4e5bc7a2f146047cc2bdafa536eb063e77447f8ac8e91c6df843744174731bd08a4c7226d9e2c549e493bc015a06bbc4e3d1ad28859b0064e027d2d1c057f587954da56846c985d7bc390927fab8313ec534929647751845df6a784ce411d5a9a6a3ca614ccd8fc75ef01dcb630cafe41488d2e1ee584caa60f6f0164812d9e047fa94f8ae9213f2cdb64aceb02a875e3c58145b7626092e6a563ddcd5721883e3d5240aede947b9103ab61429fb87f16d0d50309e30deb4db46bb887c10382a55c0518f3a39d61988064f054feb2895b0325da034762858da6585c65109bbbfab4448c5554080f65799d29c7e141962ccb33342be76813ba79defc2b1eb6aa6356d030f90c84c845f5b9bb0eb3c460c3c679d3e63c07e81957d22c94334bb9928915f66947ee8831e7e278286ce71e804abae3187cb2597e6d5d8f072f9e733eb8e2e939fe575fac3b588aa1b298b0dcccc46dc3f31eb94d53a353f9c3c704c00d9bff483273dd42f673ec740c2094e34bcbbe0ab63ebdb982f5452d1b17505b52f46f6ff771add7d44ae5c1694053c888d29f96bfb3934437fd8668f54d484b3ff2f43ad12218eff941d7563cc5414c712874ce79a251368dfe2af33d46488d8b388b4cfae36be9ed088641480572836e14feb73ff5afdbe77401c11add69b6508573f425f9583970dd7148a1bf12e2ba9a1b7f17818d6af8adaec502138302b283b634a84e3af8b145cb04e364b2bbd4887e1bf92d5a103a8a1fc45790d4e4537fa2aa299dfcf2c3755f82042e704c538a0e06d53f54a9a55641389c6b048bd01653b968f1d27eef'),
	('vyvcsixwrxovebur', '\x058a2e3423f3dcda25e8030afaf1dd27', 'trust.reliable@1', '\x70c8cc35043341f12e0bbfeed30095c77c848dc90801095dc8ed7c53ab8c1ab0bd9f56d55e497c26ce8c1a45'),
	('vyvcsixwrxovebur', '\x058a2e3423f3dcda25e8030afaf1dd27', 'purpose.agree@1', '\x1fa48439a9c267bba2c7be2235bc930667ffb52fbf6ed949e89f8151b9f2d86e51421cfe513981caeedb8275'),
	('vyvcsixwrxovebur', '\x058a2e3423f3dcda25e8030afaf1dd27', 'power.voice@1', '\x7c59bf1d21f31f7ba8c89a202e0a7836f43fad228b4250ced63cf32e88c6cb3ed3f10ba2e010240938a1c751'),
	('vyvcsixwrxovebur', '\x058a2e3423f3dcda25e8030afaf1dd27', 'purpose.fit@1', '\x93436fb1f8651cd8e370c93c3679b3e7001a9df6188627e5f290ca7e3e0db7b080583ba0d2ce25b328194b9b'),
	('vyvcsixwrxovebur', '\x058a2e3423f3dcda25e8030afaf1dd27', 'learning.mistakes@1', '\xaa343a707cd8d621dce1a27d78d3c5980e8b2fd441a21014549eb92611ab5a9ab5e03469d7d1174a30302aad'),
	('vyvcsixwrxovebur', '\x058a2e3423f3dcda25e8030afaf1dd27', 'comment', '\xd7b4ae46472e8f3f0ce158cb11685933dbed7a2ccd83c3952e0cd424f3e093a225d9a94ea105c3f7a58fa583e3e6bac7cf8095cdab6fb505d2f19eee461565f5fc4eeedafb07aea5cd498e4c385098d61b5ce433d42b50f0fbfba97cb149120cb19b38ed5c135336abbcc44c42e4cca3825fbd328dd59a097dbd16d1b56d5088776a68a329ce5de27888b25921fa9b5297a8a41b1cfb0fe92ccd8f2b8d7b6dbc968d1d40b097ab9dc54869999e6b90a5a9aee9a7e274bce3bd449af09404fc8dec71fcad5e08601581b71b77d620111dd6dc77b3157f255959ede3cbb73470a624f016272ee8518f2877108d4591a92bcaf4b01a77b65abaecaa20d52f7499773ff28a939f290670d3326a68c27abf2eafebcad334a1d846b90b97c43fce7958de8306f3566e8a012e2d5f4667cd69852c1954d88d3e1648ef457220c5695e3e45c9d199def1ec409c0e26cba2ea89e883d62c0ea0e15e07535ff8ef49bddcdd66e327ef859dc4253bdeb628c2f52339bf4cece96b077232f3cf2897792d462d5c12c980881ccd94539b29cf69947693eb1360ff8cf04175ce68dbf83163a5e37b764314f78a8b5376cbc98c9016d81acb7e9463830c8dcd7e1698be8ddbfc50f6ba933ef49ec0ef3db3dcb5056e6aa7325a98333c11d1a2b631b4319013d892ac2d804400f01a61e96c545bd79ef40c1a18c59afba62e9dbe95ac5cb0df0d31fdd7e784bd721036797dd129299ef5121c3c68a41d69945c7d925c80be68515a0f4b3ce73f070e9531a51451d828f4744b96118bba60164b7736195d14cd4465e98f08950faa12120445e786278cca7d19cd18aa09f621a0b1c2c1a45dd2036651c5491aac12e6712b85946c992edb1cc35efa8915e3f27e00330dd6bf2fb5a95a257c815fa583c2fed6689663cdc028eed0def04ec095fc356390bfa6296b35eca3928a67effbfd76065e6fe559b5b11676330d34bbf7e36820f1254533dfa29f88e90cf450f0e38216b8eb9312c6217f2557eb5d8d3fb8c651db082f25ca3c1f0c95bee1d52c31875f515e9f3a5b9ce791eea3aae78f9bce9333dbceb1a459aa8f3b9c50d5dce978b5bc3de2675d651d4bd03a9ebfa4b432010e271aa0dc12ab86c2e08b2b7d544aae7ac364144de1052c1043018fbd7a319817d6793428cb00e35c975fd94166749f913c17f19e518cb2613110558451d2b2553bf6205ce467dc987b3d1913e90740f84e5764319a5fe26b206315d14f1d1382c2c9d0c8c95e382425955e78b7506e7d16089924b627aa1e922c80567e85c8101fde8a405caf7e0ff98828801d01ef0b7d767f427edbdc5ff8e77de7830596f3ebc2bc425cd72654ca8562f53215d3142f6b5eb7788a39ff80aa72e102179b27946250e987b467cbc2e97603a3e5fd8dd8267a001913c1f4a7c8dd7ae87d527abbc189c1e7b4a4964abc2c6c2fc7e7fec9e305e0ec32b095bbf31c44a87cee9ddfa5e5728a32dbd5708d243bea140553037db7dbdccb3ada282227e8f9b8c4d3f83ec1544fa1997036aec4edbe4578949401b299853a544b7c027d2d78caf6198f43fcc5a6fd7da952829b22aaa5679da5acdd38a2ec18630e984582a5f59243b84a66d9b4d2b0043254236cf99e4cab72972b71c4dec6e8014413529d968563d92bbbd4b1f44ff577ebef05643fd4e20cc3472b6624c7d433aa0c6eec782b1c2bb5a4df5304f274ee78b930414e0b4a7f9af089a0ca1351dd7a4ee984ab29a1772611e773de222b15c2139c9f7ede6771402d464ff1f63ba86c2287118569ccdb9cec3046bd0b7e55bdfae70231a9da8130392692ced661ec394a67ec986f8ee423a1ce2eebf1d9f41de2332217188f9a18c2c39c55c7c39725567891a6adb6da890f113eafddc14dddf140f9bedef4e831b405dd9042d6da10f5d2fb27d0b771a78aeab62d5a8f011904d41716596e28327665643403921e299e50971e54a067aec6056f5aa81c274e063bea51db0b60305f22675a03abe1d5add67c6ebc33c9888aad11d5c74ee26ef1fcfcd13e06a58501c196ab00612cdf45d14cdf298cfad1ca5c9d581095109be2aaf68795d27fcaa8c803675360f7904fe61d29790b1f7a85badbb6b67b300297672b1099ee3939fac549bfbfe465e6bd01b92ec50f6b05e74076fc04d18790b5192f1d717a36f425636c8063f61e4c50c774403960cd7059024f2057217f9725f9d4b7d8ba4fa261cf5aac229d9445ef5b8f444d0af1df58f0ecf006891c9e1dc412a98052dd8335579f2d587a603a7d5e4bd3e5d9542a60b052c7b164c5dc04f65babe79661085f52bdd399b5f0fff233dde65b17be89e6b2a0a63b6458e72f7cfdb7e2525b529be9c2e305d72d431a097032a2ee23624207e6e2fd1fa24b9c54624c563617364e6c7f00bba0597c2a2aa68ff686311acd823fa3ccb35e379e4b7a5d71cdfc6c105790d7912e2fec0c9743d947caccce1473c5cea8947c7c9ef6008d5a766a772a2294b924a8468e0d6066dac2b8747125564c4a64b796b1f45ca189870f8f620bbf119de893e97ef487ea7f4a0f25c07e8ee668f4f8ba4cc0784c6e177145c854300c5459430aa5a848020ade176b1ed9d3db18b103f89d1812d4957c5c91fa13bb77b47262f65637ca46d4c8b671f657a4d2c84f624ffc3c6a4efc3d00d22f4bf81d04e27fa213fb0cc41cb4923c13f6b0397a85b1f232444f66a9530e234e68178aa0cb7d7a0da05c6e71bd746abed9794ad5579dd5b44616322ac85e03df79abb605f06b7be5cfd30aff26ee03c214673ddd18fca262081dfe64b77f0ad41f2df3d533c812eaed37468f5473537fbb471c00bf24b59ece9551207a076b5e9a1895a56e3ce77612aeef2fb66d14fc48d79051469245bbd98c76eec938245c43e9a195e44bb0f3a2a334c5046fd9'),
	('vyvcsixwrxovebur', '\xa8ea78df417c10eb07e3aa6538c1a89d', 'trust.reliable@1', '\x1b692e2d83ba6fd99063bb3cc57c13d68dd24ff27eac2fd8dbfe917f78d7f2925b8d364fb31b717f9148b8ec'),
	('vyvcsixwrxovebur', '\xa8ea78df417c10eb07e3aa6538c1a89d', 'purpose.agree@1', '\x974fcc6c55804a12a4b32f1bcb734c36d12c035d5190df4ed3b105b4b158b1f376444d0fe5e8ff93a74e39be'),
	('vyvcsixwrxovebur', '\x30b1c9e2be83c37816f884babc1e4e1f', 'trust.reliable@1', '\x9f5ab5e6f535cdf41c51821a54d3e0f506d8251b1b611344a7cd5f10f00d568081585afac53c2a1915acaf4f'),
	('vyvcsixwrxovebur', '\x30b1c9e2be83c37816f884babc1e4e1f', 'purpose.agree@1', '\x3aa60240f9a8f3d24c2e6c5f15af98605c0fa1e97383eef7852876245d3581a920e87f385b9a6887e0333d07'),
	('vyvcsixwrxovebur', '\x010c77a2e6037937b8a8eccf8ee1f742', 'trust.reliable@1', '\x5d39d83a47d7a28e850dadda724886de67ca47bcf8510c6ab552f54b8ef6f3b8cbe1ebebb2d0f30b0d2dd088'),
	('vyvcsixwrxovebur', '\x04b978d8274f3678e169003c74c36199', 'later', '\x8b89393cade1b62ef454689500eb74ae089191c20cf0919695f8da22329ed4f618f94f16fd1ad3dd7d473f8a');
INSERT INTO public.channels VALUES
	('channel', 'harbour', 'slack:council:C-harbour', '#harbour'),
	('web', 'harbour', 'web:accord:harbour', 'Harbour Together'),
	('j7ym46ozlp54fvay', '3bijta2edqkjdhps', 'web:accord:3bijta2edqkjdhps', 'Riverside');
INSERT INTO public.codes VALUES
	('maple-5464-orchard', 'harbour', '2026-10-31 08:00:00+00');
INSERT INTO public.comments VALUES
	('yf6azfyboe3gu7oq', 'j3jwmxxqx74w7o6o', 'Who decides?', '2026-12-31 15:30:00+00'),
	('wisa4r73pq7nfcvf', 'j3jwmxxqx74w7o6o', 'We meet on time now.', '2026-12-31 15:30:00+00'),
	('y5pgqani25oswkxm', 'j3jwmxxqx74w7o6o', 'The papers came late.', '2026-12-31 15:30:00+00');
INSERT INTO public.deliveries VALUES
	('zaf5mxrwkjy55u3f', 'slack:council', 'slack:council:amira', 'ask', 'ps63v2efwlg3a25x', '2026-09-28 08:35:00+00', '2026-10-02 15:30:00+00', 'harbour', 'member-amira', 'settled', 1, ''),
	('37tngl4aua5lw2sx', 'teams:trust', 'teams:trust:ben', 'ask', 'ysyo42p7pg2kpi6k', '2026-09-28 08:35:00+00', '2026-10-02 15:30:00+00', 'harbour', 'member-ben', 'settled', 1, ''),
	('5tv6kqqo2kkl62ii', 'slack:council', 'slack:council:C-harbour', 'alert', 'lr5dlber36zagmkk', '2026-10-16 15:35:00+00', '2026-10-23 15:30:00+00', 'harbour', '', 'settled', 1, ''),
	('ifyrxcsdv5ok2jsf', 'slack:council', 'slack:council:C-harbour', 'alert', '7v54ocbmrubcvnvn', '2026-10-16 15:35:00+00', '2026-10-23 15:30:00+00', 'harbour', '', 'settled', 1, ''),
	('7bz66v2uiw2vj33e', 'slack:council', 'slack:council:C-harbour', 'alert', 'xr57p66arpziyy2i', '2026-10-16 15:35:00+00', '2026-10-23 15:30:00+00', 'harbour', '', 'settled', 1, ''),
	('yj7krfruhozgqa24', 'slack:council', 'slack:council:C-harbour', 'summary', 'ucgxun3clydsizsj', '2026-10-16 15:35:00+00', '2026-10-23 15:30:00+00', 'harbour', '', 'settled', 1, ''),
	('dwxoyaelxk7edzyw', 'slack:shelter', 'slack:shelter:jo', 'summary', 'ucgxun3clydsizsj', '2026-10-16 15:35:00+00', '2026-10-23 15:30:00+00', 'harbour', 'member-jo', 'settled', 1, ''),
	('hzdkokbwdkgzuy3v', 'web:accord', 'web:accord:harbour', 'alert', 'lr5dlber36zagmkk', '2026-10-16 15:35:00+00', '2026-10-23 15:30:00+00', 'harbour', '', 'settled', 1, ''),
	('5dowzvilfzt5evjs', 'web:accord', 'web:accord:harbour', 'summary', 'ucgxun3clydsizsj', '2026-10-16 15:35:00+00', '2026-10-23 15:30:00+00', 'harbour', '', 'settled', 1, ''),
	('wsr4q3u5zgwbyowk', 'web:accord', 'web:accord:harbour', 'alert', '7v54ocbmrubcvnvn', '2026-10-16 15:35:00+00', '2026-10-23 15:30:00+00', 'harbour', '', 'settled', 1, ''),
	('otkrnvvkkgmbbkup', 'web:accord', 'web:accord:harbour', 'alert', 'xr57p66arpziyy2i', '2026-10-16 15:35:00+00', '2026-10-23 15:30:00+00', 'harbour', '', 'settled', 1, ''),
	('erbwc345cku3p2td', 'slack:council', 'slack:council:C-harbour', 'actions', 'ucgxun3clydsizsj', '2026-10-16 15:36:00+00', '2026-10-23 15:30:00+00', 'harbour', '', 'settled', 1, ''),
	('sprehzndju44wr4x', 'web:accord', 'web:accord:harbour', 'actions', 'ucgxun3clydsizsj', '2026-10-16 15:36:00+00', '2026-10-23 15:30:00+00', 'harbour', '', 'settled', 1, ''),
	('ki45xhgvi64wjxcw', 'slack:council', 'slack:council:amira', 'join', '4molu2j4w7avl5ho', '2026-10-17 08:05:00+00', '2026-10-31 08:00:00+00', 'harbour', 'member-amira', 'settled', 1, ''),
	('xr7tc6yic4fqvp3t', 'slack:council', 'slack:council:amira', 'summary', 'ucgxun3clydsizsj', '2026-10-19 08:35:00+00', '2026-10-23 15:30:00+00', 'harbour', 'member-amira', 'settled', 1, ''),
	('3ylni7j7de2jbe4a', 'slack:council', 'slack:council:efe', 'summary', 'ucgxun3clydsizsj', '2026-10-19 08:35:00+00', '2026-10-23 15:30:00+00', 'harbour', 'member-efe', 'settled', 1, ''),
	('qwqskmr537h47atu', 'slack:council', 'slack:council:farah', 'summary', 'ucgxun3clydsizsj', '2026-10-19 08:35:00+00', '2026-10-23 15:30:00+00', 'harbour', 'member-farah', 'settled', 1, ''),
	('riygua2hkuskmwdf', 'slack:shelter', 'slack:shelter:idris', 'summary', 'ucgxun3clydsizsj', '2026-10-19 08:35:00+00', '2026-10-23 15:30:00+00', 'harbour', 'member-idris', 'settled', 1, ''),
	('uxx4vnefa5hkwmce', 'teams:trust', 'teams:trust:ben', 'summary', 'ucgxun3clydsizsj', '2026-10-19 08:35:00+00', '2026-10-23 15:30:00+00', 'harbour', 'member-ben', 'settled', 1, ''),
	('5p4jqgz2nbaznwe6', 'teams:trust', 'teams:trust:gwil', 'summary', 'ucgxun3clydsizsj', '2026-10-19 08:35:00+00', '2026-10-23 15:30:00+00', 'harbour', 'member-gwil', 'settled', 1, ''),
	('6qmj47r4vjjvkdyq', 'teams:trust', 'teams:trust:hana', 'summary', 'ucgxun3clydsizsj', '2026-10-19 08:35:00+00', '2026-10-23 15:30:00+00', 'harbour', 'member-hana', 'settled', 1, ''),
	('3cfgpgf52poxd3rz', 'web:accord', 'web:accord:person-cerys', 'summary', 'ucgxun3clydsizsj', '2026-10-19 08:35:00+00', '2026-10-23 15:30:00+00', 'harbour', 'member-cerys', 'settled', 1, ''),
	('ycv7zmklo2jz5gki', 'web:accord', 'web:accord:person-dilys', 'summary', 'ucgxun3clydsizsj', '2026-10-19 08:35:00+00', '2026-10-23 15:30:00+00', 'harbour', 'member-dilys', 'settled', 1, ''),
	('wjhpj6jcz4lvspy7', 'slack:council', 'slack:council:amira', 'remind', 'jxz6x25ke4bb2rme', '2026-10-27 09:30:00+00', '2026-10-27 17:30:00+00', 'harbour', 'member-amira', 'waiting', 0, ''),
	('bf5brngwnsz3eaxu', 'slack:council', 'slack:council:amira', 'remind', 'jxz6x25ke4bb2rme', '2026-10-28 09:30:00+00', '2026-10-28 17:30:00+00', 'harbour', 'member-amira', 'waiting', 0, ''),
	('cdombs7h7xszo37y', 'slack:council', 'slack:council:amira', 'remind', 'jxz6x25ke4bb2rme', '2026-10-29 09:30:00+00', '2026-10-29 17:30:00+00', 'harbour', 'member-amira', 'waiting', 0, ''),
	('l5x7s6lhyzsllmln', 'slack:council', 'slack:council:amira', 'remind', 'jxz6x25ke4bb2rme', '2026-10-30 09:30:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-amira', 'waiting', 0, ''),
	('3lfeme7ijcdcqzlc', 'teams:trust', 'teams:trust:ben', 'remind', 'y6hakiiiho75mrnl', '2026-10-27 09:30:00+00', '2026-10-27 17:30:00+00', 'harbour', 'member-ben', 'waiting', 0, ''),
	('3stnkryd3aobpkfc', 'teams:trust', 'teams:trust:ben', 'remind', 'y6hakiiiho75mrnl', '2026-10-28 09:30:00+00', '2026-10-28 17:30:00+00', 'harbour', 'member-ben', 'waiting', 0, ''),
	('jgopfgq7jsiunyvr', 'teams:trust', 'teams:trust:ben', 'remind', 'y6hakiiiho75mrnl', '2026-10-29 09:30:00+00', '2026-10-29 17:30:00+00', 'harbour', 'member-ben', 'waiting', 0, ''),
	('eauohgrm5dp4iiml', 'teams:trust', 'teams:trust:ben', 'remind', 'y6hakiiiho75mrnl', '2026-10-30 09:30:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-ben', 'waiting', 0, ''),
	('2pcxoihlxdji4sqt', 'web:accord', 'web:accord:person-cerys', 'remind', 'ldinmq3wbswk7zka', '2026-10-27 09:30:00+00', '2026-10-27 17:30:00+00', 'harbour', 'member-cerys', 'waiting', 0, ''),
	('ofdekbm6giboinn5', 'web:accord', 'web:accord:person-cerys', 'remind', 'ldinmq3wbswk7zka', '2026-10-28 09:30:00+00', '2026-10-28 17:30:00+00', 'harbour', 'member-cerys', 'waiting', 0, ''),
	('q2rhknzu3nho2mtl', 'web:accord', 'web:accord:person-cerys', 'remind', 'ldinmq3wbswk7zka', '2026-10-29 09:30:00+00', '2026-10-29 17:30:00+00', 'harbour', 'member-cerys', 'waiting', 0, ''),
	('5voyolzynf7brnpw', 'web:accord', 'web:accord:person-cerys', 'remind', 'ldinmq3wbswk7zka', '2026-10-30 09:30:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-cerys', 'waiting', 0, ''),
	('h2ocekgxy3z24nfz', 'web:accord', 'web:accord:person-dilys', 'remind', '542j5vhpm4rbfr74', '2026-10-27 09:30:00+00', '2026-10-27 17:30:00+00', 'harbour', 'member-dilys', 'waiting', 0, ''),
	('a53qnfhtb5gfud4o', 'web:accord', 'web:accord:person-dilys', 'remind', '542j5vhpm4rbfr74', '2026-10-28 09:30:00+00', '2026-10-28 17:30:00+00', 'harbour', 'member-dilys', 'waiting', 0, ''),
	('m2cxxfdozmkyexdo', 'web:accord', 'web:accord:person-dilys', 'remind', '542j5vhpm4rbfr74', '2026-10-29 09:30:00+00', '2026-10-29 17:30:00+00', 'harbour', 'member-dilys', 'waiting', 0, ''),
	('lvptyduozfyqekkb', 'web:accord', 'web:accord:person-dilys', 'remind', '542j5vhpm4rbfr74', '2026-10-30 09:30:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-dilys', 'waiting', 0, ''),
	('6dbmtgdl2ldcowjz', 'slack:council', 'slack:council:efe', 'remind', 'jtndqedqspsstafm', '2026-10-27 09:30:00+00', '2026-10-27 17:30:00+00', 'harbour', 'member-efe', 'waiting', 0, ''),
	('2hhumq5nfm7odf63', 'slack:council', 'slack:council:efe', 'remind', 'jtndqedqspsstafm', '2026-10-28 09:30:00+00', '2026-10-28 17:30:00+00', 'harbour', 'member-efe', 'waiting', 0, ''),
	('sl7tl7mu2xxvegqb', 'slack:council', 'slack:council:efe', 'remind', 'jtndqedqspsstafm', '2026-10-29 09:30:00+00', '2026-10-29 17:30:00+00', 'harbour', 'member-efe', 'waiting', 0, ''),
	('hokfrrmdzqtzoper', 'slack:council', 'slack:council:efe', 'remind', 'jtndqedqspsstafm', '2026-10-30 09:30:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-efe', 'waiting', 0, ''),
	('a2msdqu5w3yusvvh', 'slack:council', 'slack:council:amira', 'ask', 'jxz6x25ke4bb2rme', '2026-10-26 09:35:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-amira', 'settled', 1, ''),
	('mf7d3wh3nju6726a', 'slack:council', 'slack:council:efe', 'ask', 'jtndqedqspsstafm', '2026-10-26 09:35:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-efe', 'settled', 1, ''),
	('6klhy55243tpnabm', 'slack:council', 'slack:council:farah', 'ask', '5kvbpv6xrerfbwwf', '2026-10-26 09:35:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-farah', 'settled', 1, ''),
	('kbchwn2xlq6sepup', 'slack:council', 'slack:council:efe', 'ask', 'wfnk7pozt3ga44co', '2026-09-28 08:35:00+00', '2026-10-02 15:30:00+00', 'harbour', 'member-efe', 'settled', 1, ''),
	('ksfz3qkkrcwvit2i', 'slack:council', 'slack:council:farah', 'ask', 'ql5v6aivvlwhb63z', '2026-09-28 08:35:00+00', '2026-10-02 15:30:00+00', 'harbour', 'member-farah', 'settled', 1, ''),
	('rpeu3qynrhdfipj2', 'slack:shelter', 'slack:shelter:idris', 'ask', 'sgfspd6df2jaewvc', '2026-09-28 08:35:00+00', '2026-10-02 15:30:00+00', 'harbour', 'member-idris', 'settled', 1, ''),
	('qraowbncy4nhwbdp', 'teams:trust', 'teams:trust:gwil', 'ask', 'zbryxqeefsjuykeg', '2026-09-28 08:35:00+00', '2026-10-02 15:30:00+00', 'harbour', 'member-gwil', 'settled', 1, ''),
	('f7lmiu2kbhn6n6kv', 'teams:trust', 'teams:trust:hana', 'ask', 'qu7ednowczms7gz3', '2026-09-28 08:35:00+00', '2026-10-02 15:30:00+00', 'harbour', 'member-hana', 'settled', 1, ''),
	('vxbsnylxjpmmp4e3', 'web:accord', 'web:accord:person-dilys', 'ask', '74ibqvsthg3ki5i7', '2026-09-28 08:35:00+00', '2026-10-02 15:30:00+00', 'harbour', 'member-dilys', 'settled', 1, ''),
	('yqsy2fqdma27cgyl', 'web:accord', 'web:accord:person-cerys', 'ask', 'fjftjszrru7mwnda', '2026-09-28 08:35:00+00', '2026-10-02 15:30:00+00', 'harbour', 'member-cerys', 'settled', 1, ''),
	('k6zxivdcyreaw3sl', 'slack:shelter', 'slack:shelter:jo', 'ask', 'h4zhrwqd7th3jhgo', '2026-09-28 13:35:00+00', '2026-10-02 15:30:00+00', 'harbour', 'member-jo', 'settled', 1, ''),
	('5mjwozikxkfdt6ay', 'slack:council', 'slack:council:C-harbour', 'summary', 'j3jwmxxqx74w7o6o', '2026-10-02 15:35:00+00', '2026-10-09 15:30:00+00', 'harbour', '', 'settled', 1, ''),
	('nallrswte3bx6xcn', 'slack:shelter', 'slack:shelter:jo', 'summary', 'j3jwmxxqx74w7o6o', '2026-10-02 15:35:00+00', '2026-10-09 15:30:00+00', 'harbour', 'member-jo', 'settled', 1, ''),
	('guwjvjyrig6gd5g7', 'slack:council', 'slack:council:C-harbour', 'actions', 'j3jwmxxqx74w7o6o', '2026-10-02 15:36:00+00', '2026-10-09 15:30:00+00', 'harbour', '', 'settled', 1, ''),
	('w2b4f7jwga72g3cb', 'slack:council', 'slack:council:amira', 'summary', 'j3jwmxxqx74w7o6o', '2026-10-05 08:35:00+00', '2026-10-09 15:30:00+00', 'harbour', 'member-amira', 'settled', 1, ''),
	('ocdcfjik7mazrfjs', 'slack:council', 'slack:council:efe', 'summary', 'j3jwmxxqx74w7o6o', '2026-10-05 08:35:00+00', '2026-10-09 15:30:00+00', 'harbour', 'member-efe', 'settled', 1, ''),
	('z7z2kzpsey77v6ci', 'slack:council', 'slack:council:farah', 'summary', 'j3jwmxxqx74w7o6o', '2026-10-05 08:35:00+00', '2026-10-09 15:30:00+00', 'harbour', 'member-farah', 'settled', 1, ''),
	('nyfhflz4cz6p3yg3', 'slack:shelter', 'slack:shelter:idris', 'summary', 'j3jwmxxqx74w7o6o', '2026-10-05 08:35:00+00', '2026-10-09 15:30:00+00', 'harbour', 'member-idris', 'settled', 1, ''),
	('oo2sd4xnzy74mrbg', 'teams:trust', 'teams:trust:ben', 'summary', 'j3jwmxxqx74w7o6o', '2026-10-05 08:35:00+00', '2026-10-09 15:30:00+00', 'harbour', 'member-ben', 'settled', 1, ''),
	('kyzy4si4ekytfkqx', 'teams:trust', 'teams:trust:gwil', 'summary', 'j3jwmxxqx74w7o6o', '2026-10-05 08:35:00+00', '2026-10-09 15:30:00+00', 'harbour', 'member-gwil', 'settled', 1, ''),
	('wagu3zelcqstkjve', 'teams:trust', 'teams:trust:hana', 'summary', 'j3jwmxxqx74w7o6o', '2026-10-05 08:35:00+00', '2026-10-09 15:30:00+00', 'harbour', 'member-hana', 'settled', 1, ''),
	('bvyaxdunwaqpels2', 'web:accord', 'web:accord:person-cerys', 'summary', 'j3jwmxxqx74w7o6o', '2026-10-05 08:35:00+00', '2026-10-09 15:30:00+00', 'harbour', 'member-cerys', 'settled', 1, ''),
	('gxugip77ncvgeg3n', 'web:accord', 'web:accord:person-dilys', 'summary', 'j3jwmxxqx74w7o6o', '2026-10-05 08:35:00+00', '2026-10-09 15:30:00+00', 'harbour', 'member-dilys', 'settled', 1, ''),
	('4cto6bq47gxmvklq', 'slack:council', 'slack:council:amira', 'ask', 'cp6oxwcffgpcf7xq', '2026-10-12 08:35:00+00', '2026-10-16 15:30:00+00', 'harbour', 'member-amira', 'settled', 1, ''),
	('ufddy4m2nrsuzvrw', 'teams:trust', 'teams:trust:ben', 'ask', 'wlqldwng5mzstmrq', '2026-10-12 08:35:00+00', '2026-10-16 15:30:00+00', 'harbour', 'member-ben', 'settled', 1, ''),
	('k22adkhppckjeerc', 'slack:council', 'slack:council:efe', 'ask', 'vgjkra34ojw2jrl5', '2026-10-12 08:35:00+00', '2026-10-16 15:30:00+00', 'harbour', 'member-efe', 'settled', 1, ''),
	('x6wlyka2u5jka4nh', 'slack:council', 'slack:council:farah', 'ask', 't65nohgmppebpqku', '2026-10-12 08:35:00+00', '2026-10-16 15:30:00+00', 'harbour', 'member-farah', 'settled', 1, ''),
	('ssevep362sfpe3dh', 'slack:shelter', 'slack:shelter:idris', 'ask', 'ygjmtybm4jtz3w3d', '2026-10-12 08:35:00+00', '2026-10-16 15:30:00+00', 'harbour', 'member-idris', 'settled', 1, ''),
	('uivnoooith2etl3o', 'teams:trust', 'teams:trust:gwil', 'ask', 'j2uuxeyecmz4l7iu', '2026-10-12 08:35:00+00', '2026-10-16 15:30:00+00', 'harbour', 'member-gwil', 'settled', 1, ''),
	('utoi2gwysp4sy76c', 'teams:trust', 'teams:trust:hana', 'ask', 'tagmmbinwaru7g2l', '2026-10-12 08:35:00+00', '2026-10-16 15:30:00+00', 'harbour', 'member-hana', 'settled', 1, ''),
	('jkfiwa6joty2h5qv', 'web:accord', 'web:accord:person-dilys', 'ask', '63aqtltwawhphvdf', '2026-10-12 08:35:00+00', '2026-10-16 15:30:00+00', 'harbour', 'member-dilys', 'settled', 1, ''),
	('nvea2zdgxcr2z6ru', 'web:accord', 'web:accord:person-cerys', 'ask', 'j4uzhdn45eclbvvh', '2026-10-12 08:35:00+00', '2026-10-16 15:30:00+00', 'harbour', 'member-cerys', 'settled', 1, ''),
	('3cwo5rr6jxilbxfi', 'slack:shelter', 'slack:shelter:jo', 'ask', 'bge56ygdujhsxcmp', '2026-10-12 13:35:00+00', '2026-10-16 15:30:00+00', 'harbour', 'member-jo', 'settled', 1, ''),
	('zzn7ufga6pegnjg2', 'slack:council', 'slack:council:farah', 'remind', '5kvbpv6xrerfbwwf', '2026-10-27 09:30:00+00', '2026-10-27 17:30:00+00', 'harbour', 'member-farah', 'waiting', 0, ''),
	('a2gjkxmldrhroipd', 'slack:council', 'slack:council:farah', 'remind', '5kvbpv6xrerfbwwf', '2026-10-28 09:30:00+00', '2026-10-28 17:30:00+00', 'harbour', 'member-farah', 'waiting', 0, ''),
	('47qf2tzntv6xrq4n', 'slack:council', 'slack:council:farah', 'remind', '5kvbpv6xrerfbwwf', '2026-10-29 09:30:00+00', '2026-10-29 17:30:00+00', 'harbour', 'member-farah', 'waiting', 0, ''),
	('n2sx7t32ut3bqper', 'slack:council', 'slack:council:farah', 'remind', '5kvbpv6xrerfbwwf', '2026-10-30 09:30:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-farah', 'waiting', 0, ''),
	('flxiweoe4lrugfhh', 'teams:trust', 'teams:trust:gwil', 'remind', 'foojmds5qv3qzm5m', '2026-10-27 09:30:00+00', '2026-10-27 17:30:00+00', 'harbour', 'member-gwil', 'waiting', 0, ''),
	('52h3yxmu243y3wwj', 'teams:trust', 'teams:trust:gwil', 'remind', 'foojmds5qv3qzm5m', '2026-10-28 09:30:00+00', '2026-10-28 17:30:00+00', 'harbour', 'member-gwil', 'waiting', 0, ''),
	('zzw2mk6orzitrsrr', 'teams:trust', 'teams:trust:gwil', 'remind', 'foojmds5qv3qzm5m', '2026-10-29 09:30:00+00', '2026-10-29 17:30:00+00', 'harbour', 'member-gwil', 'waiting', 0, ''),
	('jdyvia3wyeuz4kso', 'teams:trust', 'teams:trust:gwil', 'remind', 'foojmds5qv3qzm5m', '2026-10-30 09:30:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-gwil', 'waiting', 0, ''),
	('x5dtb4qt7xphyknk', 'slack:shelter', 'slack:shelter:idris', 'remind', 'm3ikxmudfdlw4tns', '2026-10-27 09:30:00+00', '2026-10-27 17:30:00+00', 'harbour', 'member-idris', 'waiting', 0, ''),
	('ohkl5vzyzat2c3ud', 'slack:shelter', 'slack:shelter:idris', 'remind', 'm3ikxmudfdlw4tns', '2026-10-28 09:30:00+00', '2026-10-28 17:30:00+00', 'harbour', 'member-idris', 'waiting', 0, ''),
	('fdf6qi7tv6dgjyyj', 'slack:shelter', 'slack:shelter:idris', 'remind', 'm3ikxmudfdlw4tns', '2026-10-29 09:30:00+00', '2026-10-29 17:30:00+00', 'harbour', 'member-idris', 'waiting', 0, ''),
	('c6w2uqfhq6z6btuz', 'slack:shelter', 'slack:shelter:idris', 'remind', 'm3ikxmudfdlw4tns', '2026-10-30 09:30:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-idris', 'waiting', 0, ''),
	('b4zh5yrx65yl6mh4', 'slack:shelter', 'slack:shelter:jo', 'ask', 'gr6qzqn472omzlmk', '2026-10-26 13:30:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-jo', 'waiting', 0, ''),
	('jnccz52wqlwr4wjr', 'slack:shelter', 'slack:shelter:jo', 'remind', 'gr6qzqn472omzlmk', '2026-10-27 13:30:00+00', '2026-10-27 21:30:00+00', 'harbour', 'member-jo', 'waiting', 0, ''),
	('og6hpcj7ig23tc4a', 'slack:shelter', 'slack:shelter:jo', 'remind', 'gr6qzqn472omzlmk', '2026-10-28 13:30:00+00', '2026-10-28 21:30:00+00', 'harbour', 'member-jo', 'waiting', 0, ''),
	('sri2ut77ybg5zb6r', 'slack:shelter', 'slack:shelter:jo', 'remind', 'gr6qzqn472omzlmk', '2026-10-29 13:30:00+00', '2026-10-29 21:30:00+00', 'harbour', 'member-jo', 'waiting', 0, ''),
	('yehsuaxjgvvdu5y4', 'slack:shelter', 'slack:shelter:jo', 'remind', 'gr6qzqn472omzlmk', '2026-10-30 13:30:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-jo', 'waiting', 0, ''),
	('3o2m3rw3mllp72qa', 'slack:shelter', 'slack:shelter:idris', 'ask', 'm3ikxmudfdlw4tns', '2026-10-26 09:35:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-idris', 'settled', 1, ''),
	('ustprirstbnj3ihp', 'teams:trust', 'teams:trust:ben', 'ask', 'y6hakiiiho75mrnl', '2026-10-26 09:35:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-ben', 'settled', 1, ''),
	('crmxbophnnbjhlck', 'teams:trust', 'teams:trust:gwil', 'ask', 'foojmds5qv3qzm5m', '2026-10-26 09:35:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-gwil', 'settled', 1, ''),
	('qebzya2opo5uvkwl', 'web:accord', 'web:accord:person-dilys', 'ask', '542j5vhpm4rbfr74', '2026-10-26 09:35:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-dilys', 'settled', 1, ''),
	('rvxr3yd5pt5hnfwf', 'web:accord', 'web:accord:person-cerys', 'ask', 'ldinmq3wbswk7zka', '2026-10-26 09:35:00+00', '2026-10-30 16:30:00+00', 'harbour', 'member-cerys', 'settled', 1, '');
INSERT INTO public.heard VALUES
	('ab7f917c0be7f2949126980d77bceb1f3156cd2442b9c7b86ffb19da316212ba', '', '2026-10-27 12:00:00+00'),
	('50b3a1aaacbadf46dc4e752d064dadace1602e95ed10b3394ba9fe7718b729b1', 'vyvcsixwrxovebur', '2026-10-30 16:30:00+00'),
	('d968ffd957ff185eb6ca254b9b0b6f4c0c27edf0d73345a78796f8a5f7efd1ed', 'vyvcsixwrxovebur', '2026-10-30 16:30:00+00'),
	('96e2a25e0c5217efeacd148d0f14757fc6980af4b18b5491d8785a61c76955c9', 'vyvcsixwrxovebur', '2026-10-30 16:30:00+00'),
	('8abc3ac9c619eb819a2046035bb1c8de18440b66f1efa5637005758eb7b251b4', 'vyvcsixwrxovebur', '2026-10-30 16:30:00+00'),
	('3e8c7413f42f512bbbd6918cc4cf62c966e45cae0e56ae98e19a939c3f602e00', 'vyvcsixwrxovebur', '2026-10-30 16:30:00+00'),
	('8b471a48b9309131486a0c09371e3eea710659ef31f376984a11379b95d5a673', 'vyvcsixwrxovebur', '2026-10-30 16:30:00+00'),
	('d267a370dae0e821b7cba34b8b5b70fb83cb7d79d15d5b0ac070cf5865805eff', '', '2026-10-27 12:00:00+00'),
	('5b38368e1aced43a4a0c507071757cdbe6490d8290a3128b0a8433483b4ba269', 'vyvcsixwrxovebur', '2026-10-30 16:30:00+00'),
	('549c6d6078d7ba50cbf40341867ca0add8589dec26b7bd17522691d8d1459ce2', 'vyvcsixwrxovebur', '2026-10-30 16:30:00+00'),
	('50905683ded1ecbd4fd528739ddc2c8f316ed51206395e888bd9cce853797471', 'vyvcsixwrxovebur', '2026-10-30 16:30:00+00'),
	('d517f9d04e5a22e65dd5bef6e5a9b2bc3bd3dd7428726d3cb5dd77ff3efacd5f', 'vyvcsixwrxovebur', '2026-10-30 16:30:00+00'),
	('2886c56eb18940f35e186dd70299eafb0261e146c7a45030c76ccc6f90e0e9b6', 'vyvcsixwrxovebur', '2026-10-30 16:30:00+00'),
	('9f95dfdd25089498e2f58febdee6f887b4e93e48697587236477db65b1e6d921', 'vyvcsixwrxovebur', '2026-10-30 16:30:00+00'),
	('a78f0fd06749ea6f29f6af98e83fba40a07183020981635467e5bf0be3832ba9', '', '2026-10-27 12:00:00+00'),
	('b428c02d76fbe669fd52b38cfe1bdd150d90a51e70fea75f4652cceda4ea279f', 'vyvcsixwrxovebur', '2026-10-30 16:30:00+00'),
	('2bcf5f9d2f3fbe8f52a8c2190f94e3386690a8cdd1e510f5f25566caac570669', 'vyvcsixwrxovebur', '2026-10-30 16:30:00+00'),
	('a40f67fec5ba1890de9b1e568840e76afdc5f384079da1e99bc4783835b19065', '', '2026-10-27 12:00:00+00'),
	('2aec2ac08ec90fff428347108a7d331817799c7928a582cc48d8644bc8e67e0e', 'vyvcsixwrxovebur', '2026-10-30 16:30:00+00'),
	('d5d2dbcbe0462f1c359fa9ef4a7154a08676c3a27d64fe6b191c5483c6dcf216', 'vyvcsixwrxovebur', '2026-10-30 16:30:00+00'),
	('22e4844bb3a6098370c994f254f060f5c6725ed383e800fc57f1f5151c2509b2', '', '2026-10-27 12:00:00+00'),
	('5d09f235d674c775ebc10897153acda268b53708a253ba80f789f3cd7170c6dc', 'vyvcsixwrxovebur', '2026-10-30 16:30:00+00'),
	('c086a26791d07725194cb51a9972ce463d98b06b3d0bc7e3933b464a48760c52', '', '2026-10-27 12:00:00+00');
INSERT INTO public.invitations VALUES
	('gwkoiwihmtorwijv', 'obkdpmdyf7eagw7o', 'member-amira'),
	('2v5dnt7e5fiberwv', 'obkdpmdyf7eagw7o', 'member-ben'),
	('g4llwc2bshzzzu62', 'obkdpmdyf7eagw7o', 'member-cerys'),
	('4ojq5b3imm3r3bi2', 'obkdpmdyf7eagw7o', 'member-dilys'),
	('rawzootvwc4wrhus', 'obkdpmdyf7eagw7o', 'member-efe'),
	('klyar7pkw7k6d2lw', 'obkdpmdyf7eagw7o', 'member-farah'),
	('efosjmou6rkegzjz', 'obkdpmdyf7eagw7o', 'member-gwil'),
	('shxt73hqf4muypbr', 'obkdpmdyf7eagw7o', 'member-hana'),
	('ijmpfdqroh4rdu6k', 'obkdpmdyf7eagw7o', 'member-idris'),
	('5n4rjcmluk4t3xka', 'obkdpmdyf7eagw7o', 'member-jo'),
	('ptdupslo34jtn5le', 'qh4wka35spvegpm3', 'member-amira'),
	('lnlueoguevknl2yc', 'qh4wka35spvegpm3', 'member-ben'),
	('skf5tuz7jxzrnlpn', 'qh4wka35spvegpm3', 'member-cerys'),
	('w3pe3kfnfc6ejyp2', 'qh4wka35spvegpm3', 'member-dilys'),
	('ziqyzu7gudrf7szr', 'qh4wka35spvegpm3', 'member-efe'),
	('xd3ovdi6bvj3zosb', 'qh4wka35spvegpm3', 'member-farah'),
	('q63dmwj2xk3et7ba', 'qh4wka35spvegpm3', 'member-gwil'),
	('x4y3oblrq7nyjpwd', 'qh4wka35spvegpm3', 'member-hana'),
	('behr7rbykegpur6p', 'qh4wka35spvegpm3', 'member-idris'),
	('3k5v3x6zgsodmykd', 'qh4wka35spvegpm3', 'member-jo'),
	('ps63v2efwlg3a25x', 'j3jwmxxqx74w7o6o', 'member-amira'),
	('ysyo42p7pg2kpi6k', 'j3jwmxxqx74w7o6o', 'member-ben'),
	('fjftjszrru7mwnda', 'j3jwmxxqx74w7o6o', 'member-cerys'),
	('74ibqvsthg3ki5i7', 'j3jwmxxqx74w7o6o', 'member-dilys'),
	('wfnk7pozt3ga44co', 'j3jwmxxqx74w7o6o', 'member-efe'),
	('ql5v6aivvlwhb63z', 'j3jwmxxqx74w7o6o', 'member-farah'),
	('zbryxqeefsjuykeg', 'j3jwmxxqx74w7o6o', 'member-gwil'),
	('qu7ednowczms7gz3', 'j3jwmxxqx74w7o6o', 'member-hana'),
	('sgfspd6df2jaewvc', 'j3jwmxxqx74w7o6o', 'member-idris'),
	('h4zhrwqd7th3jhgo', 'j3jwmxxqx74w7o6o', 'member-jo'),
	('cp6oxwcffgpcf7xq', 'ucgxun3clydsizsj', 'member-amira'),
	('wlqldwng5mzstmrq', 'ucgxun3clydsizsj', 'member-ben'),
	('j4uzhdn45eclbvvh', 'ucgxun3clydsizsj', 'member-cerys'),
	('63aqtltwawhphvdf', 'ucgxun3clydsizsj', 'member-dilys'),
	('vgjkra34ojw2jrl5', 'ucgxun3clydsizsj', 'member-efe'),
	('t65nohgmppebpqku', 'ucgxun3clydsizsj', 'member-farah'),
	('j2uuxeyecmz4l7iu', 'ucgxun3clydsizsj', 'member-gwil'),
	('tagmmbinwaru7g2l', 'ucgxun3clydsizsj', 'member-hana'),
	('ygjmtybm4jtz3w3d', 'ucgxun3clydsizsj', 'member-idris'),
	('bge56ygdujhsxcmp', 'ucgxun3clydsizsj', 'member-jo'),
	('jxz6x25ke4bb2rme', 'vyvcsixwrxovebur', 'member-amira'),
	('y6hakiiiho75mrnl', 'vyvcsixwrxovebur', 'member-ben'),
	('ldinmq3wbswk7zka', 'vyvcsixwrxovebur', 'member-cerys'),
	('542j5vhpm4rbfr74', 'vyvcsixwrxovebur', 'member-dilys'),
	('jtndqedqspsstafm', 'vyvcsixwrxovebur', 'member-efe'),
	('5kvbpv6xrerfbwwf', 'vyvcsixwrxovebur', 'member-farah'),
	('foojmds5qv3qzm5m', 'vyvcsixwrxovebur', 'member-gwil'),
	('m3ikxmudfdlw4tns', 'vyvcsixwrxovebur', 'member-idris'),
	('gr6qzqn472omzlmk', 'vyvcsixwrxovebur', 'member-jo');
INSERT INTO public.lanes VALUES
	('slack:council', '2026-10-26 11:59:56.2+00', '2026-10-27 09:30:00+00'),
	('slack:shelter', '2026-10-26 11:59:56.2+00', '2026-10-26 13:30:00+00'),
	('teams:trust', '2026-10-26 11:59:59.033343+00', '2026-10-27 09:30:00+00'),
	('web:accord', '2026-10-26 12:00:00+00', '2026-10-27 09:30:00+00');
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
	('4molu2j4w7avl5ho', 'harbour', 'yw44u3sosmoe4ynu', 'bfx2vsovin4r7aoy', 'lead', 'waiting', '2026-10-17 08:00:00+00'),
	('ukgsrjcd34tiihjb', 'harbour', 'council', 'qtrpu6lchas5bjwa', 'member', 'invited', '2026-10-17 08:00:00+00'),
	('t4mpyi2icbkgrtti', '3bijta2edqkjdhps', 'h6ajzax2e2usgojc', 'person-x1', 'coordinator', 'in', '2026-10-17 08:00:00+00');
INSERT INTO public.notes VALUES
	('gcqkt4gsqd5spmgz', 'harbour', '2026-09-01', 'A new chair took over');
INSERT INTO public.organisations VALUES
	('council', 'harbour', 'Harbour Council', 'in', true, 'GB-ENG'),
	('trust', 'harbour', 'Harbour NHS Trust', 'in', true, 'GB-ENG'),
	('kitchen', 'harbour', 'Cegin Gymunedol', 'in', false, 'GB-WLS'),
	('shelter', 'harbour', 'Harbour Shelter', 'in', false, 'GB-ENG'),
	('yw44u3sosmoe4ynu', 'harbour', 'Harbour College', 'waiting', false, 'GB-ENG'),
	('h6ajzax2e2usgojc', '3bijta2edqkjdhps', 'Riverside Trust', 'in', false, 'GB-ENG');
INSERT INTO public.partnerships VALUES
	('3bijta2edqkjdhps', 'Riverside', 'Europe/London', 'en', '2026-10-17 08:00:00+00', 'One front door', '', '', '', '', '', NULL, NULL, '', 0, 5, NULL),
	('harbour', 'Harbour Together', 'Europe/London', 'en', '2026-09-07 09:00:00+00', 'Nobody sleeps rough at the harbour', 'health and social care', '', '', '', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=9;BYMINUTE=0;BYSECOND=0', '2026-09-07 09:00:00+00', '2026-11-09 09:00:00+00', 'vyvcsixwrxovebur', 5, 5, NULL);
INSERT INTO public.passes VALUES
	('7bf5fa9af4d6ae7e1d6f173b727f027d76f656104f057d6b0135ac4fde101e05', 'qtrpu6lchas5bjwa', '2026-10-31 08:00:00+00');
INSERT INTO public.people VALUES
	('person-amira', 'slack:council:amira', 'slack:council:amira', 'Amira', 'Europe/London', 'en', NULL),
	('person-ben', 'teams:trust:ben', 'teams:trust:ben', 'Ben', 'Europe/London', 'en', NULL),
	('person-dilys', 'web:accord:person-dilys', 'web:accord:person-dilys', 'Dilys', 'Europe/London', 'en', NULL),
	('person-efe', 'slack:council:efe', 'slack:council:efe', 'Efe', 'Europe/London', 'en', NULL),
	('person-farah', 'slack:council:farah', 'slack:council:farah', 'Farah', 'Europe/London', 'en', NULL),
	('person-gwil', 'teams:trust:gwil', 'teams:trust:gwil', 'Gwil', 'Europe/London', 'en', NULL),
	('person-idris', 'slack:shelter:idris', 'slack:shelter:idris', 'Idris', 'Europe/London', 'en', NULL),
	('person-jo', 'slack:shelter:jo', 'slack:shelter:jo', 'Jo', 'America/New_York', 'en', NULL),
	('bfx2vsovin4r7aoy', 'slack:council:kofi', 'slack:council:kofi', 'Kofi', 'Europe/London', 'en', NULL),
	('qtrpu6lchas5bjwa', 'web:accord:qtrpu6lchas5bjwa', 'web:accord:qtrpu6lchas5bjwa', 'Nia', 'Europe/London', 'en', NULL),
	('person-cerys', 'web:accord:person-cerys', 'web:accord:person-cerys', 'Cerys', 'Europe/London', 'cy', NULL),
	('person-hana', 'teams:trust:hana', 'teams:trust:hana', 'Hana', 'Europe/London', 'en', '2026-12-20'),
	('person-x1', 'web:accord:person-x1', 'web:accord:person-x1', 'Olu', 'Europe/London', 'en', NULL);
INSERT INTO public.posts VALUES
	('hlcxhfsat54xcwqh', 'web:accord:person-cerys', '{"title": "Mae''r partneriaid yn gwneud yr hyn maen nhw''n dweud y byddan nhw''n ei wneud.", "parts": [{"kind": "Text", "words": "Harbour Together: 5 cwestiwn, llai na munud. Amser cau: Dydd Gwener 11 Medi, 16:30."}, {"kind": "Quiet", "words": "1 o 5 \u00b7 Pa mor wir yw hyn amdanon ni nawr?"}, {"kind": "Buttons", "options": [{"label": "Ddim o gwbl", "says": "answer g4llwc2bshzzzu62.1 1"}, {"label": "Ychydig", "says": "answer g4llwc2bshzzzu62.1 2"}, {"label": "Yn rhannol", "says": "answer g4llwc2bshzzzu62.1 3"}, {"label": "Gan mwyaf", "says": "answer g4llwc2bshzzzu62.1 4"}, {"label": "Yn llwyr", "says": "answer g4llwc2bshzzzu62.1 5"}]}, {"kind": "Buttons", "options": [{"label": "Methu dweud", "says": "answer g4llwc2bshzzzu62.1 ?"}, {"label": "Hepgor", "says": "skip g4llwc2bshzzzu62.1"}]}, {"kind": "Buttons", "options": [{"label": "Yn nes ymlaen", "says": "later"}]}, {"kind": "Quiet", "words": "Cyfrinachol tra bo''r rownd ar agor, dienw ar \u00f4l iddi gau."}], "about": "ask:obkdpmdyf7eagw7o", "private": false}', 'ask:obkdpmdyf7eagw7o', '2026-09-07 09:00:00+00', ''),
	('i3cdk2x4yeu5jnpp', 'web:accord:person-dilys', '{"title": "Partners do what they say they will do.", "parts": [{"kind": "Text", "words": "Harbour Together: 5 questions, under a minute. Open until Friday 11 September, 16:30."}, {"kind": "Quiet", "words": "1 of 5 \u00b7 How true is this of us now?"}, {"kind": "Buttons", "options": [{"label": "Not at all", "says": "answer 4ojq5b3imm3r3bi2.1 1"}, {"label": "A little", "says": "answer 4ojq5b3imm3r3bi2.1 2"}, {"label": "Partly", "says": "answer 4ojq5b3imm3r3bi2.1 3"}, {"label": "Mostly", "says": "answer 4ojq5b3imm3r3bi2.1 4"}, {"label": "Fully", "says": "answer 4ojq5b3imm3r3bi2.1 5"}]}, {"kind": "Buttons", "options": [{"label": "Can''t say", "says": "answer 4ojq5b3imm3r3bi2.1 ?"}, {"label": "Skip", "says": "skip 4ojq5b3imm3r3bi2.1"}]}, {"kind": "Buttons", "options": [{"label": "Later", "says": "later"}]}, {"kind": "Quiet", "words": "Confidential while the round is open, anonymous once it has closed."}], "about": "ask:obkdpmdyf7eagw7o", "private": false}', 'ask:obkdpmdyf7eagw7o', '2026-09-07 09:00:00+00', ''),
	('fuhu7sa5kmpg72cr', 'web:accord:person-cerys', '{"title": "Harbour Together: rownd 1", "parts": [{"kind": "Text", "words": "Ymatebodd 10 o 10."}, {"kind": "Facts", "rows": [["Ymddiriedaeth", "4.4 \u00b7 atebodd 10 o 10"], ["Diben cyffredin", "4.4 \u00b7 atebodd 10 o 10"], ["Cydbwysedd grym", "4.4 \u00b7 atebodd 10 o 10"], ["Gallaf i godi llais yma pan fydd rhywbeth o''i le.", "4.4 \u00b7 atebodd 10 o 10"], ["Mae pobl sy''n defnyddio ein gwasanaethau yn llywio''r hyn rydyn ni''n ei wneud.", "4.4 \u00b7 atebodd 10 o 10"]]}, {"kind": "Buttons", "options": [{"label": "Gweld y crynodeb cyfan", "says": "results"}, {"label": "Agor yr hwb", "says": "hub"}]}], "about": "round:obkdpmdyf7eagw7o", "private": false}', 'round:obkdpmdyf7eagw7o', '2026-09-14 08:30:00+00', ''),
	('z53cnlmoav2jmu63', 'web:accord:person-dilys', '{"title": "Harbour Together: round 1", "parts": [{"kind": "Text", "words": "10 of 10 replied."}, {"kind": "Facts", "rows": [["Trust", "4.4 \u00b7 10 of 10 answered"], ["Shared purpose", "4.4 \u00b7 10 of 10 answered"], ["Power balance", "4.4 \u00b7 10 of 10 answered"], ["I can speak up here when something is wrong.", "4.4 \u00b7 10 of 10 answered"], ["People who use our services shape what we do.", "4.4 \u00b7 10 of 10 answered"]]}, {"kind": "Buttons", "options": [{"label": "See the whole summary", "says": "results"}, {"label": "Open the hub", "says": "hub"}]}], "about": "round:obkdpmdyf7eagw7o", "private": false}', 'round:obkdpmdyf7eagw7o', '2026-09-14 08:30:00+00', ''),
	('4hkn4k2sfpyvegb2', 'web:accord:person-dilys', '{"title": "Partners do what they say they will do.", "parts": [{"kind": "Text", "words": "Harbour Together: 5 questions, under a minute. Open until Friday 18 September, 16:30."}, {"kind": "Quiet", "words": "1 of 5 \u00b7 How true is this of us now?"}, {"kind": "Buttons", "options": [{"label": "Not at all", "says": "answer w3pe3kfnfc6ejyp2.1 1"}, {"label": "A little", "says": "answer w3pe3kfnfc6ejyp2.1 2"}, {"label": "Partly", "says": "answer w3pe3kfnfc6ejyp2.1 3"}, {"label": "Mostly", "says": "answer w3pe3kfnfc6ejyp2.1 4"}, {"label": "Fully", "says": "answer w3pe3kfnfc6ejyp2.1 5"}]}, {"kind": "Buttons", "options": [{"label": "Can''t say", "says": "answer w3pe3kfnfc6ejyp2.1 ?"}, {"label": "Skip", "says": "skip w3pe3kfnfc6ejyp2.1"}]}, {"kind": "Buttons", "options": [{"label": "Later", "says": "later"}]}, {"kind": "Quiet", "words": "Confidential while the round is open, anonymous once it has closed."}], "about": "ask:qh4wka35spvegpm3", "private": false}', 'ask:qh4wka35spvegpm3', '2026-09-14 09:00:00+00', ''),
	('7md5q2viq4xmxbe6', 'web:accord:person-cerys', '{"title": "Mae''r partneriaid yn gwneud yr hyn maen nhw''n dweud y byddan nhw''n ei wneud.", "parts": [{"kind": "Text", "words": "Harbour Together: 5 cwestiwn, llai na munud. Amser cau: Dydd Gwener 18 Medi, 16:30."}, {"kind": "Quiet", "words": "1 o 5 \u00b7 Pa mor wir yw hyn amdanon ni nawr?"}, {"kind": "Buttons", "options": [{"label": "Ddim o gwbl", "says": "answer skf5tuz7jxzrnlpn.1 1"}, {"label": "Ychydig", "says": "answer skf5tuz7jxzrnlpn.1 2"}, {"label": "Yn rhannol", "says": "answer skf5tuz7jxzrnlpn.1 3"}, {"label": "Gan mwyaf", "says": "answer skf5tuz7jxzrnlpn.1 4"}, {"label": "Yn llwyr", "says": "answer skf5tuz7jxzrnlpn.1 5"}]}, {"kind": "Buttons", "options": [{"label": "Methu dweud", "says": "answer skf5tuz7jxzrnlpn.1 ?"}, {"label": "Hepgor", "says": "skip skf5tuz7jxzrnlpn.1"}]}, {"kind": "Buttons", "options": [{"label": "Yn nes ymlaen", "says": "later"}]}, {"kind": "Quiet", "words": "Cyfrinachol tra bo''r rownd ar agor, dienw ar \u00f4l iddi gau."}], "about": "ask:qh4wka35spvegpm3", "private": false}', 'ask:qh4wka35spvegpm3', '2026-09-14 09:00:00+00', ''),
	('n3hbx5jom2b5jhbn', 'web:accord:person-dilys', '{"title": "Harbour Together: round 2", "parts": [{"kind": "Text", "words": "10 of 10 replied."}, {"kind": "Facts", "rows": [["Trust", "4.4 \u00b7 10 of 10 answered \u00b7 about the same as last time"], ["Shared purpose", "4.4 \u00b7 10 of 10 answered \u00b7 about the same as last time"], ["Power balance", "4.4 \u00b7 10 of 10 answered \u00b7 about the same as last time"], ["Our shared aims guide what I do.", "4.4 \u00b7 10 of 10 answered"], ["Our services join up well for people.", "4.4 \u00b7 10 of 10 answered"]]}, {"kind": "Buttons", "options": [{"label": "See the whole summary", "says": "results"}, {"label": "Open the hub", "says": "hub"}]}], "about": "round:qh4wka35spvegpm3", "private": false}', 'round:qh4wka35spvegpm3', '2026-09-21 08:30:00+00', ''),
	('o4hul3745hwczdfq', 'web:accord:person-cerys', '{"title": "Harbour Together: rownd 2", "parts": [{"kind": "Text", "words": "Ymatebodd 10 o 10."}, {"kind": "Facts", "rows": [["Ymddiriedaeth", "4.4 \u00b7 atebodd 10 o 10 \u00b7 tua''r un fath \u00e2''r tro diwethaf"], ["Diben cyffredin", "4.4 \u00b7 atebodd 10 o 10 \u00b7 tua''r un fath \u00e2''r tro diwethaf"], ["Cydbwysedd grym", "4.4 \u00b7 atebodd 10 o 10 \u00b7 tua''r un fath \u00e2''r tro diwethaf"], ["Mae ein nodau cyffredin yn llywio''r hyn rwy''n ei wneud.", "4.4 \u00b7 atebodd 10 o 10"], ["Mae ein gwasanaethau''n gweithio''n dda gyda''i gilydd i bobl.", "4.4 \u00b7 atebodd 10 o 10"]]}, {"kind": "Buttons", "options": [{"label": "Gweld y crynodeb cyfan", "says": "results"}, {"label": "Agor yr hwb", "says": "hub"}]}], "about": "round:qh4wka35spvegpm3", "private": false}', 'round:qh4wka35spvegpm3', '2026-09-21 08:30:00+00', ''),
	('vxbsnylxjpmmp4e3', 'web:accord:person-dilys', '{"title": "Partners do what they say they will do.", "parts": [{"kind": "Text", "words": "Harbour Together: 5 questions, under a minute. Open until Friday 2 October, 16:30."}, {"kind": "Quiet", "words": "1 of 5 \u00b7 How true is this of us now?"}, {"kind": "Buttons", "options": [{"label": "Not at all", "says": "answer 74ibqvsthg3ki5i7.1 1"}, {"label": "A little", "says": "answer 74ibqvsthg3ki5i7.1 2"}, {"label": "Partly", "says": "answer 74ibqvsthg3ki5i7.1 3"}, {"label": "Mostly", "says": "answer 74ibqvsthg3ki5i7.1 4"}, {"label": "Fully", "says": "answer 74ibqvsthg3ki5i7.1 5"}]}, {"kind": "Buttons", "options": [{"label": "Can''t say", "says": "answer 74ibqvsthg3ki5i7.1 ?"}, {"label": "Skip", "says": "skip 74ibqvsthg3ki5i7.1"}]}, {"kind": "Buttons", "options": [{"label": "Later", "says": "later"}]}, {"kind": "Quiet", "words": "Confidential while the round is open, anonymous once it has closed."}], "about": "ask:j3jwmxxqx74w7o6o", "private": false}', 'ask:j3jwmxxqx74w7o6o', '2026-09-28 08:30:00+00', ''),
	('yqsy2fqdma27cgyl', 'web:accord:person-cerys', '{"title": "Mae''r partneriaid yn gwneud yr hyn maen nhw''n dweud y byddan nhw''n ei wneud.", "parts": [{"kind": "Text", "words": "Harbour Together: 5 cwestiwn, llai na munud. Amser cau: Dydd Gwener 2 Hydref, 16:30."}, {"kind": "Quiet", "words": "1 o 5 \u00b7 Pa mor wir yw hyn amdanon ni nawr?"}, {"kind": "Buttons", "options": [{"label": "Ddim o gwbl", "says": "answer fjftjszrru7mwnda.1 1"}, {"label": "Ychydig", "says": "answer fjftjszrru7mwnda.1 2"}, {"label": "Yn rhannol", "says": "answer fjftjszrru7mwnda.1 3"}, {"label": "Gan mwyaf", "says": "answer fjftjszrru7mwnda.1 4"}, {"label": "Yn llwyr", "says": "answer fjftjszrru7mwnda.1 5"}]}, {"kind": "Buttons", "options": [{"label": "Methu dweud", "says": "answer fjftjszrru7mwnda.1 ?"}, {"label": "Hepgor", "says": "skip fjftjszrru7mwnda.1"}]}, {"kind": "Buttons", "options": [{"label": "Yn nes ymlaen", "says": "later"}]}, {"kind": "Quiet", "words": "Cyfrinachol tra bo''r rownd ar agor, dienw ar \u00f4l iddi gau."}], "about": "ask:j3jwmxxqx74w7o6o", "private": false}', 'ask:j3jwmxxqx74w7o6o', '2026-09-28 08:30:00+00', ''),
	('gxugip77ncvgeg3n', 'web:accord:person-dilys', '{"title": "Harbour Together: round 3", "parts": [{"kind": "Text", "words": "10 of 10 replied."}, {"kind": "Facts", "rows": [["Trust", "4.3 \u00b7 10 of 10 answered \u00b7 about the same as last time"], ["Shared purpose", "4.3 \u00b7 10 of 10 answered \u00b7 about the same as last time"], ["Power balance", "4.3 \u00b7 10 of 10 answered \u00b7 about the same as last time"], ["We make big decisions together.", "4.3 \u00b7 10 of 10 answered"], ["Whoever leads our meetings makes sure everyone is heard.", "4.3 \u00b7 10 of 10 answered"]]}, {"kind": "Buttons", "options": [{"label": "See the whole summary", "says": "results"}, {"label": "Open the hub", "says": "hub"}]}], "about": "round:j3jwmxxqx74w7o6o", "private": false}', 'round:j3jwmxxqx74w7o6o', '2026-10-05 08:30:00+00', ''),
	('jkfiwa6joty2h5qv', 'web:accord:person-dilys', '{"title": "Partners do what they say they will do.", "parts": [{"kind": "Text", "words": "Harbour Together: 5 questions, under a minute. Open until Friday 16 October, 16:30."}, {"kind": "Quiet", "words": "1 of 5 \u00b7 How true is this of us now?"}, {"kind": "Buttons", "options": [{"label": "Not at all", "says": "answer 63aqtltwawhphvdf.1 1"}, {"label": "A little", "says": "answer 63aqtltwawhphvdf.1 2"}, {"label": "Partly", "says": "answer 63aqtltwawhphvdf.1 3"}, {"label": "Mostly", "says": "answer 63aqtltwawhphvdf.1 4"}, {"label": "Fully", "says": "answer 63aqtltwawhphvdf.1 5"}]}, {"kind": "Buttons", "options": [{"label": "Can''t say", "says": "answer 63aqtltwawhphvdf.1 ?"}, {"label": "Skip", "says": "skip 63aqtltwawhphvdf.1"}]}, {"kind": "Buttons", "options": [{"label": "Later", "says": "later"}]}, {"kind": "Quiet", "words": "Confidential while the round is open, anonymous once it has closed."}], "about": "ask:ucgxun3clydsizsj", "private": false}', 'ask:ucgxun3clydsizsj', '2026-10-12 08:30:00+00', ''),
	('sprehzndju44wr4x', 'web:accord:harbour', '{"title": "Harbour Together: did we do it?", "parts": [{"kind": "Text", "words": "2. Rotate the chair"}, {"kind": "Buttons", "options": [{"label": "Yes", "says": "in harbour: did 2 yes"}, {"label": "Partly", "says": "in harbour: did 2 partly"}, {"label": "No", "says": "in harbour: did 2 no"}]}, {"kind": "Quiet", "words": "The first answer counts. Who gave it is not kept."}], "about": "actions:ucgxun3clydsizsj", "private": false}', 'actions:ucgxun3clydsizsj', '2026-10-16 15:31:00+00', ''),
	('3cfgpgf52poxd3rz', 'web:accord:person-cerys', '{"title": "Harbour Together: rownd 4", "parts": [{"kind": "Text", "words": "Ymatebodd 9 o 10."}, {"kind": "Facts", "rows": [["Ymddiriedaeth", "2.2 \u00b7 atebodd 9 o 10 \u00b7 yn llawer is na''r tro diwethaf"], ["Diben cyffredin", "2.2 \u00b7 atebodd 9 o 10 \u00b7 yn llawer is na''r tro diwethaf"], ["Cydbwysedd grym", "2.2 \u00b7 atebodd 9 o 10 \u00b7 yn llawer is na''r tro diwethaf"], ["Mae''r partneriaid yn gofalu am ei gilydd.", "2.2 \u00b7 atebodd 9 o 10"], ["Rwy''n gwybod beth mae disgwyl i fy sefydliad ei wneud.", "2.2 \u00b7 atebodd 9 o 10"]]}, {"kind": "Buttons", "options": [{"label": "Gweld y crynodeb cyfan", "says": "results"}, {"label": "Agor yr hwb", "says": "hub"}]}], "about": "round:ucgxun3clydsizsj", "private": false}', 'round:ucgxun3clydsizsj', '2026-10-19 08:30:00+00', ''),
	('ycv7zmklo2jz5gki', 'web:accord:person-dilys', '{"title": "Harbour Together: round 4", "parts": [{"kind": "Text", "words": "9 of 10 replied."}, {"kind": "Facts", "rows": [["Trust", "2.2 \u00b7 9 of 10 answered \u00b7 sharply lower than last time"], ["Shared purpose", "2.2 \u00b7 9 of 10 answered \u00b7 sharply lower than last time"], ["Power balance", "2.2 \u00b7 9 of 10 answered \u00b7 sharply lower than last time"], ["Partners look out for each other.", "2.2 \u00b7 9 of 10 answered"], ["I know what my organisation is expected to do.", "2.2 \u00b7 9 of 10 answered"]]}, {"kind": "Buttons", "options": [{"label": "See the whole summary", "says": "results"}, {"label": "Open the hub", "says": "hub"}]}], "about": "round:ucgxun3clydsizsj", "private": false}', 'round:ucgxun3clydsizsj', '2026-10-19 08:30:00+00', ''),
	('bvyaxdunwaqpels2', 'web:accord:person-cerys', '{"title": "Harbour Together: rownd 3", "parts": [{"kind": "Text", "words": "Ymatebodd 10 o 10."}, {"kind": "Facts", "rows": [["Ymddiriedaeth", "4.3 \u00b7 atebodd 10 o 10 \u00b7 tua''r un fath \u00e2''r tro diwethaf"], ["Diben cyffredin", "4.3 \u00b7 atebodd 10 o 10 \u00b7 tua''r un fath \u00e2''r tro diwethaf"], ["Cydbwysedd grym", "4.3 \u00b7 atebodd 10 o 10 \u00b7 tua''r un fath \u00e2''r tro diwethaf"], ["Rydyn ni''n gwneud penderfyniadau mawr gyda''n gilydd.", "4.3 \u00b7 atebodd 10 o 10"], ["Mae pwy bynnag sy''n arwain ein cyfarfodydd yn sicrhau bod pawb yn cael eu clywed.", "4.3 \u00b7 atebodd 10 o 10"]]}, {"kind": "Buttons", "options": [{"label": "Gweld y crynodeb cyfan", "says": "results"}, {"label": "Agor yr hwb", "says": "hub"}]}], "about": "round:j3jwmxxqx74w7o6o", "private": false}', 'round:j3jwmxxqx74w7o6o', '2026-10-05 08:30:00+00', ''),
	('nvea2zdgxcr2z6ru', 'web:accord:person-cerys', '{"title": "Mae''r partneriaid yn gwneud yr hyn maen nhw''n dweud y byddan nhw''n ei wneud.", "parts": [{"kind": "Text", "words": "Harbour Together: 5 cwestiwn, llai na munud. Amser cau: Dydd Gwener 16 Hydref, 16:30."}, {"kind": "Quiet", "words": "1 o 5 \u00b7 Pa mor wir yw hyn amdanon ni nawr?"}, {"kind": "Buttons", "options": [{"label": "Ddim o gwbl", "says": "answer j4uzhdn45eclbvvh.1 1"}, {"label": "Ychydig", "says": "answer j4uzhdn45eclbvvh.1 2"}, {"label": "Yn rhannol", "says": "answer j4uzhdn45eclbvvh.1 3"}, {"label": "Gan mwyaf", "says": "answer j4uzhdn45eclbvvh.1 4"}, {"label": "Yn llwyr", "says": "answer j4uzhdn45eclbvvh.1 5"}]}, {"kind": "Buttons", "options": [{"label": "Methu dweud", "says": "answer j4uzhdn45eclbvvh.1 ?"}, {"label": "Hepgor", "says": "skip j4uzhdn45eclbvvh.1"}]}, {"kind": "Buttons", "options": [{"label": "Yn nes ymlaen", "says": "later"}]}, {"kind": "Quiet", "words": "Cyfrinachol tra bo''r rownd ar agor, dienw ar \u00f4l iddi gau."}], "about": "ask:ucgxun3clydsizsj", "private": false}', 'ask:ucgxun3clydsizsj', '2026-10-12 08:30:00+00', ''),
	('5dowzvilfzt5evjs', 'web:accord:harbour', '{"title": "Harbour Together: round 4", "parts": [{"kind": "Text", "words": "9 of 10 replied."}, {"kind": "Facts", "rows": [["Trust", "2.2 \u00b7 9 of 10 answered \u00b7 sharply lower than last time"], ["Shared purpose", "2.2 \u00b7 9 of 10 answered \u00b7 sharply lower than last time"], ["Power balance", "2.2 \u00b7 9 of 10 answered \u00b7 sharply lower than last time"], ["Partners look out for each other.", "2.2 \u00b7 9 of 10 answered"], ["I know what my organisation is expected to do.", "2.2 \u00b7 9 of 10 answered"]]}, {"kind": "Chart", "of": "trend:ucgxun3clydsizsj", "title": "This time: trust 2.2, shared purpose 2.2 and power balance 2.2", "subtitle": "Average score from 1 to 5, 11 September 2026 to 16 October 2026; 9 to 10 answers a round.", "alt": "This time: trust 2.2, shared purpose 2.2 and power balance 2.2. Average score from 1 to 5, 11 September 2026 to 16 October 2026; 9 to 10 answers a round. Trust, oldest first: 4.4, 4.4, 4.3, 2.2. Shared purpose, oldest first: 4.4, 4.4, 4.3, 2.2. Power balance, oldest first: 4.4, 4.4, 4.3, 2.2.", "panels": [{"title": "Trust", "points": [{"on": "2026-09-11", "value": 4.4, "mark": "common", "hollow": false}, {"on": "2026-09-18", "value": 4.4, "mark": "common", "hollow": false}, {"on": "2026-10-02", "value": 4.3, "mark": "common", "hollow": false}, {"on": "2026-10-16", "value": 2.2, "mark": "common", "hollow": false}], "limits": [], "notes": []}, {"title": "Shared purpose", "points": [{"on": "2026-09-11", "value": 4.4, "mark": "common", "hollow": false}, {"on": "2026-09-18", "value": 4.4, "mark": "common", "hollow": false}, {"on": "2026-10-02", "value": 4.3, "mark": "common", "hollow": false}, {"on": "2026-10-16", "value": 2.2, "mark": "common", "hollow": false}], "limits": [], "notes": []}, {"title": "Power balance", "points": [{"on": "2026-09-11", "value": 4.4, "mark": "common", "hollow": false}, {"on": "2026-09-18", "value": 4.4, "mark": "common", "hollow": false}, {"on": "2026-10-02", "value": 4.3, "mark": "common", "hollow": false}, {"on": "2026-10-16", "value": 2.2, "mark": "common", "hollow": false}], "limits": [], "notes": []}], "legend": [], "language": "en"}, {"kind": "Text", "words": "What stands out:"}, {"kind": "Listing", "items": ["Power balance has gone down sharply", "Shared purpose has gone down sharply", "Trust has gone down sharply"]}, {"kind": "Text", "words": "To talk about: Our last big choice: who set the agenda, who was in the room, who could say no?"}, {"kind": "Text", "words": "What we will do:"}, {"kind": "Listing", "items": ["2. Rotate the chair"]}, {"kind": "Buttons", "options": [{"label": "More: Trust", "says": "results trust"}, {"label": "More: Shared purpose", "says": "results purpose"}, {"label": "More: Power balance", "says": "results power"}, {"label": "More: Roles", "says": "results roles"}, {"label": "Open the hub", "says": "hub"}]}, {"kind": "Quiet", "words": "Scores run from 1 (not at all) to 5 (fully). How many chose each point is shown once 10 people have answered. The next round opens on Monday 26 October, 09:00."}], "about": "round:ucgxun3clydsizsj", "private": false}', 'round:ucgxun3clydsizsj', '2026-10-16 15:30:00+00', ''),
	('hzdkokbwdkgzuy3v', 'web:accord:harbour', '{"title": "Power balance has gone down sharply", "parts": [{"kind": "Text", "words": "It is about 2.2 below the 4.4 of the rounds before. So far from all rounds before, it is more than their usual ups and downs. It is new with this round. How sure is this? It can be chance. Where nothing changes, about 10 in 100 partnerships of this size get such a message on one theme within 9 rounds. What it means, only you can tell. It may be worth a talk."}, {"kind": "Text", "words": "To talk about: Our last big choice: who set the agenda, who was in the room, who could say no?"}, {"kind": "Buttons", "options": [{"label": "We will talk about it", "says": "talk lr5dlber36zagmkk"}, {"label": "Take up an action", "says": "act lr5dlber36zagmkk"}, {"label": "Not now", "says": "not now lr5dlber36zagmkk"}]}], "about": "alert:lr5dlber36zagmkk", "private": false}', 'alert:lr5dlber36zagmkk', '2026-10-16 15:30:00+00', ''),
	('otkrnvvkkgmbbkup', 'web:accord:harbour', '{"title": "Trust has gone down sharply", "parts": [{"kind": "Text", "words": "It is about 2.2 below the 4.4 of the rounds before. So far from all rounds before, it is more than their usual ups and downs. It is new with this round. How sure is this? It can be chance. Where nothing changes, about 10 in 100 partnerships of this size get such a message on one theme within 9 rounds. What it means, only you can tell. It may be worth a talk."}, {"kind": "Text", "words": "To talk about: What did we promise each other last month? What slipped, and did we say so at the time?"}, {"kind": "Buttons", "options": [{"label": "We will talk about it", "says": "talk xr57p66arpziyy2i"}, {"label": "Take up an action", "says": "act xr57p66arpziyy2i"}, {"label": "Not now", "says": "not now xr57p66arpziyy2i"}]}], "about": "alert:xr57p66arpziyy2i", "private": false}', 'alert:xr57p66arpziyy2i', '2026-10-16 15:30:00+00', ''),
	('wsr4q3u5zgwbyowk', 'web:accord:harbour', '{"title": "Shared purpose has gone down sharply", "parts": [{"kind": "Text", "words": "It is about 2.2 below the 4.4 of the rounds before. So far from all rounds before, it is more than their usual ups and downs. It is new with this round. How sure is this? It can be chance. Where nothing changes, about 10 in 100 partnerships of this size get such a message on one theme within 9 rounds. What it means, only you can tell. It may be worth a talk."}, {"kind": "Text", "words": "To talk about: In one sentence each: what is this partnership for? Where do our sentences differ?"}, {"kind": "Buttons", "options": [{"label": "We will talk about it", "says": "talk 7v54ocbmrubcvnvn"}, {"label": "Take up an action", "says": "act 7v54ocbmrubcvnvn"}, {"label": "Not now", "says": "not now 7v54ocbmrubcvnvn"}]}], "about": "alert:7v54ocbmrubcvnvn", "private": false}', 'alert:7v54ocbmrubcvnvn', '2026-10-16 15:30:00+00', ''),
	('qebzya2opo5uvkwl', 'web:accord:person-dilys', '{"title": "Partners do what they say they will do.", "parts": [{"kind": "Text", "words": "Harbour Together: 5 questions, under a minute. Open until Friday 30 October, 16:30."}, {"kind": "Quiet", "words": "1 of 5 \u00b7 How true is this of us now?"}, {"kind": "Buttons", "options": [{"label": "Not at all", "says": "answer 542j5vhpm4rbfr74.1 1"}, {"label": "A little", "says": "answer 542j5vhpm4rbfr74.1 2"}, {"label": "Partly", "says": "answer 542j5vhpm4rbfr74.1 3"}, {"label": "Mostly", "says": "answer 542j5vhpm4rbfr74.1 4"}, {"label": "Fully", "says": "answer 542j5vhpm4rbfr74.1 5"}]}, {"kind": "Buttons", "options": [{"label": "Can''t say", "says": "answer 542j5vhpm4rbfr74.1 ?"}, {"label": "Skip", "says": "skip 542j5vhpm4rbfr74.1"}]}, {"kind": "Buttons", "options": [{"label": "Later", "says": "later"}]}, {"kind": "Quiet", "words": "Confidential while the round is open, anonymous once it has closed."}], "about": "ask:vyvcsixwrxovebur", "private": false}', 'ask:vyvcsixwrxovebur', '2026-10-26 09:30:00+00', ''),
	('rvxr3yd5pt5hnfwf', 'web:accord:person-cerys', '{"title": "Mae''r partneriaid yn gwneud yr hyn maen nhw''n dweud y byddan nhw''n ei wneud.", "parts": [{"kind": "Text", "words": "Harbour Together: 5 cwestiwn, llai na munud. Amser cau: Dydd Gwener 30 Hydref, 16:30."}, {"kind": "Quiet", "words": "1 o 5 \u00b7 Pa mor wir yw hyn amdanon ni nawr?"}, {"kind": "Buttons", "options": [{"label": "Ddim o gwbl", "says": "answer ldinmq3wbswk7zka.1 1"}, {"label": "Ychydig", "says": "answer ldinmq3wbswk7zka.1 2"}, {"label": "Yn rhannol", "says": "answer ldinmq3wbswk7zka.1 3"}, {"label": "Gan mwyaf", "says": "answer ldinmq3wbswk7zka.1 4"}, {"label": "Yn llwyr", "says": "answer ldinmq3wbswk7zka.1 5"}]}, {"kind": "Buttons", "options": [{"label": "Methu dweud", "says": "answer ldinmq3wbswk7zka.1 ?"}, {"label": "Hepgor", "says": "skip ldinmq3wbswk7zka.1"}]}, {"kind": "Buttons", "options": [{"label": "Yn nes ymlaen", "says": "later"}]}, {"kind": "Quiet", "words": "Cyfrinachol tra bo''r rownd ar agor, dienw ar \u00f4l iddi gau."}], "about": "ask:vyvcsixwrxovebur", "private": false}', 'ask:vyvcsixwrxovebur', '2026-10-26 09:30:00+00', '');
INSERT INTO public.readings VALUES
	('obkdpmdyf7eagw7o.1', 'obkdpmdyf7eagw7o', 'harbour', 'trust', 'trust.reliable@1', true, 10, 10, 4.4, '', NULL, NULL, 0.5, '[0, 0, 0, 6, 4]', 'strong', false, '', NULL, NULL, false),
	('obkdpmdyf7eagw7o.2', 'obkdpmdyf7eagw7o', 'harbour', 'purpose', 'purpose.agree@1', true, 10, 10, 4.4, '', NULL, NULL, 0.5, '[0, 0, 0, 6, 4]', 'strong', false, '', NULL, NULL, false),
	('obkdpmdyf7eagw7o.3', 'obkdpmdyf7eagw7o', 'harbour', 'power', 'power.voice@1', true, 10, 10, 4.4, '', NULL, NULL, 0.5, '[0, 0, 0, 6, 4]', 'strong', false, 'none', NULL, NULL, false),
	('obkdpmdyf7eagw7o.4', 'obkdpmdyf7eagw7o', 'harbour', 'trust', 'trust.open@1', false, 10, 10, 4.4, '', NULL, NULL, 0.5, '[0, 0, 0, 6, 4]', 'strong', false, '', NULL, NULL, false),
	('obkdpmdyf7eagw7o.5', 'obkdpmdyf7eagw7o', 'harbour', 'service-users', 'service-users.shape@1', false, 10, 10, 4.4, '', NULL, NULL, 0.5, '[0, 0, 0, 6, 4]', 'strong', false, '', NULL, NULL, false),
	('qh4wka35spvegpm3.1', 'qh4wka35spvegpm3', 'harbour', 'trust', 'trust.reliable@1', true, 10, 10, 4.4, '', NULL, NULL, 0.5, '[0, 0, 0, 6, 4]', 'strong', false, '', NULL, NULL, false),
	('qh4wka35spvegpm3.2', 'qh4wka35spvegpm3', 'harbour', 'purpose', 'purpose.agree@1', true, 10, 10, 4.4, '', NULL, NULL, 0.5, '[0, 0, 0, 6, 4]', 'strong', false, '', NULL, NULL, false),
	('qh4wka35spvegpm3.3', 'qh4wka35spvegpm3', 'harbour', 'power', 'power.voice@1', true, 10, 10, 4.4, '', NULL, NULL, 0.5, '[0, 0, 0, 6, 4]', 'strong', false, 'none', NULL, NULL, false),
	('qh4wka35spvegpm3.4', 'qh4wka35spvegpm3', 'harbour', 'purpose', 'purpose.guide@1', false, 10, 10, 4.4, '', NULL, NULL, 0.5, '[0, 0, 0, 6, 4]', 'strong', false, '', NULL, NULL, false),
	('qh4wka35spvegpm3.5', 'qh4wka35spvegpm3', 'harbour', 'whole-system', 'whole-system.joined@1', false, 10, 10, 4.4, '', NULL, NULL, 0.5, '[0, 0, 0, 6, 4]', 'strong', false, '', NULL, NULL, false),
	('j3jwmxxqx74w7o6o.1', 'j3jwmxxqx74w7o6o', 'harbour', 'trust', 'trust.reliable@1', true, 10, 10, 4.3, '', NULL, NULL, 0.5, '[0, 0, 0, 7, 3]', 'strong', false, '', NULL, NULL, false),
	('j3jwmxxqx74w7o6o.2', 'j3jwmxxqx74w7o6o', 'harbour', 'purpose', 'purpose.agree@1', true, 10, 10, 4.3, '', NULL, NULL, 0.5, '[0, 0, 0, 7, 3]', 'strong', false, '', NULL, NULL, false),
	('j3jwmxxqx74w7o6o.3', 'j3jwmxxqx74w7o6o', 'harbour', 'power', 'power.voice@1', true, 10, 10, 4.3, '', NULL, NULL, 0.5, '[0, 0, 0, 7, 3]', 'strong', false, 'none', NULL, NULL, false),
	('j3jwmxxqx74w7o6o.4', 'j3jwmxxqx74w7o6o', 'harbour', 'power', 'power.together@1', false, 10, 10, 4.3, '', NULL, NULL, 0.5, '[0, 0, 0, 7, 3]', 'strong', false, '', NULL, NULL, false),
	('j3jwmxxqx74w7o6o.5', 'j3jwmxxqx74w7o6o', 'harbour', 'leadership', 'leadership.heard@1', false, 10, 10, 4.3, '', NULL, NULL, 0.5, '[0, 0, 0, 7, 3]', 'strong', false, '', NULL, NULL, false),
	('ucgxun3clydsizsj.1', 'ucgxun3clydsizsj', 'harbour', 'trust', 'trust.reliable@1', true, 9, 10, 2.2, '', 2.1, 2.5, NULL, NULL, 'strong', false, '', NULL, NULL, false),
	('ucgxun3clydsizsj.2', 'ucgxun3clydsizsj', 'harbour', 'purpose', 'purpose.agree@1', true, 9, 10, 2.2, '', 2.1, 2.5, NULL, NULL, 'strong', false, '', NULL, NULL, false),
	('ucgxun3clydsizsj.3', 'ucgxun3clydsizsj', 'harbour', 'power', 'power.voice@1', true, 9, 10, 2.2, '', 2.1, 2.5, NULL, NULL, 'strong', false, 'third', NULL, NULL, false),
	('ucgxun3clydsizsj.4', 'ucgxun3clydsizsj', 'harbour', 'trust', 'trust.care@1', false, 9, 10, 2.2, '', 2.1, 2.5, NULL, NULL, 'strong', false, '', NULL, NULL, false),
	('ucgxun3clydsizsj.5', 'ucgxun3clydsizsj', 'harbour', 'roles', 'roles.mine@1', false, 9, 10, 2.2, '', 2.1, 2.5, NULL, NULL, 'strong', false, '', NULL, NULL, false);
INSERT INTO public.rounds VALUES
	('obkdpmdyf7eagw7o', 'harbour', 'scheduled', 1, '["trust.reliable@1", "purpose.agree@1", "power.voice@1", "trust.open@1", "service-users.shape@1"]', '2026-09-07 09:00:00+00', '2026-09-11 15:30:00+00', '2026-09-09 12:15:00+00', 'closed', '', '2026-09-11 15:30:00+00', 10, 10),
	('qh4wka35spvegpm3', 'harbour', 'scheduled', 2, '["trust.reliable@1", "purpose.agree@1", "power.voice@1", "purpose.guide@1", "whole-system.joined@1"]', '2026-09-14 09:00:00+00', '2026-09-18 15:30:00+00', '2026-09-16 12:15:00+00', 'closed', '', '2026-09-18 15:30:00+00', 10, 10),
	('j3jwmxxqx74w7o6o', 'harbour', 'scheduled', 3, '["trust.reliable@1", "purpose.agree@1", "power.voice@1", "power.together@1", "leadership.heard@1"]', '2026-09-28 08:00:00+00', '2026-10-02 15:30:00+00', '2026-09-30 11:45:00+00', 'closed', '', '2026-10-02 15:30:00+00', 10, 10),
	('ucgxun3clydsizsj', 'harbour', 'scheduled', 4, '["trust.reliable@1", "purpose.agree@1", "power.voice@1", "trust.care@1", "roles.mine@1"]', '2026-10-12 08:00:00+00', '2026-10-16 15:30:00+00', '2026-10-14 11:45:00+00', 'closed', '', '2026-10-16 15:30:00+00', 10, 9),
	('vyvcsixwrxovebur', 'harbour', 'scheduled', 5, '["trust.reliable@1", "purpose.agree@1", "power.voice@1", "purpose.fit@1", "learning.mistakes@1"]', '2026-10-26 09:00:00+00', '2026-10-30 16:30:00+00', '2026-10-28 12:45:00+00', 'open', '', NULL, 0, 0);
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
ALTER TABLE ONLY public.channels
    ADD CONSTRAINT pk_channels PRIMARY KEY (id);
ALTER TABLE ONLY public.codes
    ADD CONSTRAINT pk_codes PRIMARY KEY (id);
ALTER TABLE ONLY public.comments
    ADD CONSTRAINT pk_comments PRIMARY KEY (id);
ALTER TABLE ONLY public.deliveries
    ADD CONSTRAINT pk_deliveries PRIMARY KEY (id);
ALTER TABLE ONLY public.heard
    ADD CONSTRAINT pk_heard PRIMARY KEY (id);
ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT pk_invitations PRIMARY KEY (id);
ALTER TABLE ONLY public.lanes
    ADD CONSTRAINT pk_lanes PRIMARY KEY (id);
ALTER TABLE ONLY public.members
    ADD CONSTRAINT pk_members PRIMARY KEY (id);
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
