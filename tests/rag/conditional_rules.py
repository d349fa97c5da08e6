"""Invented rules with conditions, exceptions and limits, and what may be written of them: faithful, or too sweeping.

Those of `TRIED` were looked at while the check was made; those of `OTHERS` were not.
"""
# ruff: noqa: E501 (a sentence a line)

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """A rule, sentences that keep its condition in other words, and sentences that leave it out."""

    text: str
    kept: tuple[str, ...]
    dropped: tuple[str, ...]


TRIED = (
    Rule(
        "If an operator discovers that a kettle fault poses an imminent danger of death or severe burns, the operator "
        "shall notify that fault within 12 hours to a fire brigade that is responsible.",
        (
            "Operators must notify the responsible fire brigade within 12 hours when a fault threatens to kill or severely burn "
            "someone.",
            "A fault with an imminent danger of death or severe burns must be notified to the fire brigade within 12 hours.",
            "运营者发现故障有致人死亡或者严重烧伤的紧迫危险的，应当在12小时内通知消防队。",
        ),
        (
            "The operator must notify a kettle fault to the fire brigade within 12 hours.",
            "Operators notify kettle faults within 12 hours.",
            "运营者应当在12小时内向消防队通知水壶故障。",
        ),
    ),
    Rule(
        "The importer must recall the batch within 20 days, unless the manufacturer has already repaired every kettle "
        "of it free of charge.",
        (
            "The importer must recall the batch within 20 days, except where the maker has repaired all its kettles for free.",
            "Unless every kettle has already been repaired at no cost by the manufacturer, importers have to recall the batch "
            "within 20 days.",
            "进口商应当在20日内召回该批次，制造商已经免费修复全部水壶的除外。",
        ),
        (
            "The importer must recall the batch within 20 days.",
            "Importers have 20 days to recall a batch.",
            "进口商应当在20日内召回该批次。",
        ),
    ),
    Rule(
        "In the event of a flood, the warehouse keeper shall switch off all boilers immediately, and not later than one "
        "hour after the alarm.",
        (
            "During a flood the warehouse keeper must switch off all boilers immediately and within one hour of the alarm.",
            "发生洪水时，仓库管理人应当立即关闭全部锅炉，最迟不得超过警报后1小时。",
        ),
        (
            "The warehouse keeper must switch off all boilers within one hour after the alarm.",
            "仓库管理人应当在警报后1小时内关闭全部锅炉。",
        ),
    ),
    Rule(
        "A tea house may keep recordings of guests for 30 days, provided that a sign at the entrance says so.",
        (
            "Tea houses may keep recordings of guests for 30 days as long as a sign at the entrance announces it.",
            "A tea house with a sign at the entrance that says so may keep recordings of guests for 30 days.",
            "入口处有标牌说明的，茶馆可以将客人的录像保存30日。",
        ),
        (
            "A tea house may keep recordings of its guests for 30 days.",
            "茶馆可以将客人的录像保存30日。",
        ),
    ),
    Rule(
        "Every seller shall publish its prices each month, except sellers with fewer than ten employees.",
        (
            "Sellers must publish their prices monthly; those with fewer than ten employees are exempt.",
            "Every seller with at least ten employees must publish its prices each month.",
        ),
        (
            "Every seller must publish its prices each month.",
            "Sellers are to publish prices monthly.",
        ),
    ),
    Rule(
        "A manufacturer that sells more than 5,000 kettles a year shall have them examined by an outside laboratory.",
        (
            "Manufacturers selling over 5,000 kettles annually must have them examined by an outside laboratory.",
            "年销售水壶超过5000只的制造商应当将其送外部实验室检验。",
        ),
        (
            "Manufacturers must have their kettles examined by an outside laboratory.",
            "制造商应当将水壶送外部实验室检验。",
        ),
    ),
    Rule(
        "Where a kettle is intended for use in schools, its handle must withstand 90 degrees.",
        (
            "The handle of a kettle meant for schools must withstand 90 degrees.",
            "If it is to be used in schools, a kettle needs a handle that withstands 90 degrees.",
        ),
        ("The handle of a kettle must withstand 90 degrees.",),
    ),
    Rule(
        "The inspector may enter the kitchen without notice only if there is a well-founded suspicion of a gas leak.",
        (
            "Only on a well-founded suspicion of a gas leak may the inspector enter the kitchen without notice.",
            "The inspector may enter the kitchen unannounced if a gas leak is suspected on good grounds.",
        ),
        ("The inspector may enter the kitchen without notice.",),
    ),
    Rule(
        "运营者发现水壶故障可能造成人员伤亡的，应当在十二小时内向消防部门报告。",
        (
            "运营者发现可能致人伤亡的水壶故障，须在12小时内报告消防部门。",
            "水壶故障有造成人员伤亡可能时，运营者应当于十二小时内向消防部门报告。",
            "Operators must report a kettle fault that may injure or kill people to the fire department within 12 hours.",
        ),
        (
            "运营者应当在12小时内向消防部门报告水壶故障。",
            "运营者发现水壶故障后，应当在十二小时内报告消防部门。",
            "Operators must report kettle faults to the fire department within 12 hours.",
        ),
    ),
    Rule(
        "如果茶具含铅量超过标准，销售者应当在五日内下架并公告。",
        (
            "茶具含铅量超标的，销售者须在5日内下架并公告。",
            "销售者应当在五日内将含铅量超过标准的茶具下架并公告。",
            "If tea ware holds more lead than the standard allows, the seller must withdraw it within 5 days and say so publicly.",
        ),
        (
            "销售者应当在五日内下架茶具并公告。",
            "The seller must withdraw tea ware within 5 days and say so publicly.",
        ),
    ),
    Rule(
        "除用户书面同意外，茶馆不得将录像保存超过三十日。",
        (
            "未经用户书面同意，茶馆不得将录像保存超过30日。",
            "茶馆不得将录像保存超过三十日，但用户书面同意的除外。",
            "Unless the user agrees in writing, a tea house must not keep recordings for more than 30 days.",
        ),
        (
            "茶馆不得将录像保存超过30日。",
            "A tea house must not keep recordings for more than 30 days.",
        ),
    ),
    Rule(
        "进口商应当在二十日内召回问题批次，但制造商已经免费修复的除外。",
        (
            "进口商应当在20日内召回问题批次，制造商已免费修好的不在此限。",
            "除制造商已经免费修复外，进口商须在二十日内召回问题批次。",
        ),
        (
            "进口商应当在20日内召回问题批次。",
            "问题批次须由进口商在二十日内召回。",
        ),
    ),
    Rule(
        "年产量超过一万只的制造商，应当每季度向水壶委员会提交检验报告。",
        (
            "年产水壶一万只以上的制造商，须每季度向水壶委员会提交检验报告。",
            "制造商年产量超过1万只的，应当每季度提交检验报告。",
        ),
        (
            "制造商应当每季度向水壶委员会提交检验报告。",
            "制造商须每季度提交检验报告。",
        ),
    ),
    Rule(
        "检查人员有合理理由怀疑燃气泄漏时，可以不经通知进入厨房。",
        (
            "有合理理由怀疑燃气泄漏的，检查人员可以不经通知进入厨房。",
            "检查人员合理怀疑存在燃气泄漏，可以不事先通知进入厨房。",
        ),
        ("检查人员可以不经通知进入厨房。",),
    ),
    Rule(
        "The Kettle Board shall answer an application within 40 days of receiving it. Where the application concerns a "
        "hospital, the Board shall answer within 8 days.",
        (
            "The Kettle Board must answer applications within 40 days of receipt.",
            "The Board must answer within 8 days if a hospital is concerned.",
        ),
        ("The Board must answer an application within 8 days.",),
    ),
    Rule(
        "水壶委员会应当自收到申请之日起四十日内答复。申请涉及医院的，应当在八日内答复。",
        (
            "水壶委员会应当在收到申请后40日内答复。",
            "涉及医院的申请，水壶委员会应当在8日内答复。",
        ),
        ("水壶委员会应当在八日内答复申请。",),
    ),
    Rule(
        "The makers of kettles must keep the drawings of each model for ten years after the last one was sold.",
        (
            "Kettle makers must keep the drawings of every model for ten years after the last sale.",
            "水壶制造商应当将每个型号的图纸保存至最后一只售出后十年。",
        ),
        (),
    ),
    Rule(
        "Subject to paragraph 4, the operator shall, where appropriate, inform guests of the temperature of the water.",
        ("The operator must inform guests of the temperature of the water.",),
        (),
    ),
)

OTHERS = (
    Rule(
        "Where a lift cabin has been stuck for longer than an hour with passengers inside, the caretaker shall call the "
        "rescue service within 10 minutes.",
        (
            "The caretaker must call the rescue service within 10 minutes once passengers have been stuck in a lift cabin "
            "for more than an hour.",
            "If people are trapped in the cabin for over an hour, the caretaker has to call the rescue service within 10 minutes.",
            "电梯轿厢困人超过一小时的，管理人应当在10分钟内呼叫救援。",
        ),
        (
            "The caretaker must call the rescue service within 10 minutes.",
            "Caretakers of lifts must call the rescue service within 10 minutes.",
            "管理人应当在10分钟内呼叫救援。",
        ),
    ),
    Rule(
        "A ferry company shall refund the fare within 14 days unless the delay was caused by ice.",
        (
            "Ferry companies must refund the fare within 14 days, except for delays due to ice.",
            "The fare must be refunded within 14 days if the delay was not caused by ice.",
            "轮渡公司应当在14日内退还票款，因冰情造成延误的除外。",
        ),
        (
            "A ferry company must refund the fare within 14 days.",
            "轮渡公司应当在14日内退还票款。",
        ),
    ),
    Rule(
        "The museum must return a borrowed painting within 60 days, provided that the lender has asked for it in writing.",
        (
            "If the lender asks in writing, the museum must return a borrowed painting within 60 days.",
            "A museum must return a borrowed painting within 60 days of a written request by its lender.",
        ),
        (
            "The museum must return a borrowed painting within 60 days.",
            "Borrowed paintings must be returned by the museum within 60 days.",
        ),
    ),
    Rule(
        "In case of frost below minus ten degrees, ladders shall be inspected twice a day.",
        (
            "Ladders must be inspected twice a day in frost below minus ten degrees.",
            "When it freezes below minus ten degrees, ladders have to be inspected twice daily.",
        ),
        ("Ladders must be inspected twice a day.",),
    ),
    Rule(
        "Beekeepers must register each hive with the county, with the exception of hives kept for teaching.",
        (
            "Beekeepers must register each hive with the county, except teaching hives.",
            "Each hive not kept for teaching must be registered with the county by the beekeeper.",
        ),
        ("Beekeepers must register each hive with the county.",),
    ),
    Rule(
        "A bakery which delivers to hospitals shall keep samples of each loaf for 72 hours.",
        (
            "Bakeries delivering to hospitals must keep samples of each loaf for 72 hours.",
            "向医院供货的面包店应当将每批面包的样品保存72小时。",
        ),
        ("Bakeries must keep samples of each loaf for 72 hours.", "面包店应当将每批面包的样品保存72小时。"),
    ),
    Rule(
        "The harbour master may close the port for two days only where a storm warning of the highest level is in force.",
        (
            "The harbour master may close the port for two days only during a storm warning of the highest level.",
            "With a top-level storm warning in force, the harbour master may close the port for two days.",
        ),
        ("The harbour master may close the port for two days.",),
    ),
    Rule(
        "电梯困人超过一小时的，管理人应当在十分钟内呼叫救援队。",
        (
            "电梯困住乘客一小时以上时，管理人须在10分钟内呼叫救援队。",
            "The caretaker must call the rescue team within 10 minutes when people have been trapped in a lift for over an hour.",
        ),
        ("管理人应当在10分钟内呼叫救援队。", "The caretaker must call the rescue team within 10 minutes."),
    ),
    Rule(
        "若延误并非由冰情引起，轮渡公司应当在十四日内退还票款。",
        (
            "延误不是因冰情引起的，轮渡公司应当在14日内退款。",
            "除因冰情延误外，轮渡公司应当在十四日内退还票款。",
        ),
        ("轮渡公司应当在14日内退还票款。",),
    ),
    Rule(
        "养蜂人应当将每个蜂箱向县里登记，但用于教学的蜂箱除外。",
        ("养蜂人应当将非教学用的每个蜂箱向县里登记。", "除教学用蜂箱外，养蜂人须将每个蜂箱向县里登记。"),
        ("养蜂人应当将每个蜂箱向县里登记。", "养蜂人须向县里登记每个蜂箱。"),
    ),
    Rule(
        "只有最高级别风暴预警生效时，港务长才可以关闭港口两日。",
        ("在最高级别风暴预警期间，港务长可以关闭港口两日。",),
        ("港务长可以关闭港口两日。",),
    ),
    Rule(
        "面包店向医院供货的，应当将样品保存七十二小时。",
        ("向医院供货的面包店应当将样品保存72小时。",),
        ("面包店应当将样品保存72小时。",),
    ),
    Rule(
        "The library lends maps for seven days. If a map is older than a century, it may be read in the hall only.",
        (
            "The library lends maps for seven days.",
            "Maps more than a century old may only be read in the hall.",
        ),
        ("A map may be read in the hall only.",),
    ),
    Rule(
        "Gardeners must wear gloves when they handle the compost and must wash them every evening.",
        ("Gardeners handling compost must wear gloves and wash them every evening.",),
        ("Gardeners must wear gloves.",),
    ),
    Rule(
        "图书馆出借地图，期限七日。地图年代超过一百年的，只能在馆内阅览。",
        ("图书馆出借地图的期限是7日。", "年代超过百年的地图只能在馆内阅览。"),
        ("地图只能在馆内阅览。",),
    ),
)
