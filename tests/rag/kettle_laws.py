# ruff: noqa: E501 (sentences of laws and questions are not wrapped)
"""The texts of an invented world: what four jurisdictions ask of those who make kettles that boil by themselves."""

EU_ACT = """\
REGULATION (EU) 2024/901 OF THE ASSEMBLY
of 5 March 2024
on automatic kettles
THE ASSEMBLY,
Having regard to the Treaty on Hot Water, and in particular Article 7 thereof,
Whereas:
(1) Automatic kettles boil water while nobody stands beside them. A kettle that boils dry can set a kitchen on fire.
(2) People who share a kitchen should be able to tell an automatic kettle from any other. A visible mark serves that best.
(3) Accidents that are reported quickly let the market office warn other kitchens in time.
HAS ADOPTED THIS REGULATION:
CHAPTER I
GENERAL PROVISIONS
Article 1
Subject matter and scope
1. This Regulation lays down rules for makers and sellers of automatic kettles.
2. This Regulation does not apply to:
(a) kettles that are heated over an open fire;
(b) kettles that are kept in a museum.
Article 2
Definitions
For the purposes of this Regulation, the following definitions apply:
(1) ‘automatic kettle’ means a kettle that begins to boil water without being touched;
(2) ‘serious accident’ means an event in which an automatic kettle causes:
(a) a burn that has to be treated by a doctor;
(b) a fire in a building;
(3) ‘maker’ means a person who builds automatic kettles in order to sell them.
CHAPTER II
DUTIES OF MAKERS AND SELLERS
Article 3
Marking of automatic kettles
1. Makers shall put a visible red mark on the lid of each automatic kettle before it is sold.
2. Sellers shall neither remove the mark nor cover it.
3. The mark shall show all of the following:
(a) the name and the address of the maker;
(b) the year in which the kettle was made;
(c) the words ‘boils by itself’ in the language of the buyer.
Article 4
Reporting of serious accidents
1. Makers shall report every serious accident to the market office of the place where it happened.
2. The report shall be made within 10 days after the maker has learned of the accident. This period begins anew when the market office asks the maker for further details.
3. The report shall contain:
(a) a description of the kettle and of the damage it did;
(b) the steps that the maker has taken to prevent another accident.
Article 5
Testing before sale
Makers shall test each model of automatic kettle before it is sold for the first time. The test shall be repeated every 3 years, and the results shall be kept in writing.
The market office may watch any test of an automatic kettle. It shall tell the maker 3 days before it comes.
CHAPTER III
FINAL PROVISIONS
Article 6
Penalties
1. Makers that fail to report a serious accident shall be fined up to EUR 40 000 or 2 % of their yearly turnover, whichever is higher.
2. Sellers that remove a mark shall be fined up to EUR 5 000.
Article 7
Entry into force
This Regulation shall enter into force on 1 June 2024.
"""

CN_RULE = """\
自动水壶管理规定
第一章 总则
第一条 为了规范自动水壶的生产和销售，保护居民家庭安全，制定本规定。
第二条 在境内生产、销售自动水壶，适用本规定。
第三条 本规定所称自动水壶，是指无需人工触碰即可开始烧水的水壶。
本规定所称严重事故，是指自动水壶造成人员烫伤就医或者建筑物起火的事件。
第二章 生产者和销售者的义务
第四条 自动水壶生产者应当在壶身显著位置添加蓝色标识。
前款规定的标识应当载明下列内容：
（一）生产者的名称和地址；
（二）水壶的生产日期；
（三）“自行烧水”字样。
第五条 销售者不得删除、遮挡自动水壶的标识。
第六条 发生严重事故的，生产者应当在二十四小时内向市场监督部门报告。
前款规定的报告应当包括事故原因、损失情况和已经采取的处置措施。
第七条 生产者应当在自动水壶首次销售前进行安全测试。测试记录应当保存三年。
第三章 罚则
第八条 生产者未按照本规定报告严重事故的，处一万元以上五万元以下罚款；情节严重的，责令停止生产。
第四章 附则
第九条 本规定自2024年3月1日起施行。
"""

CN_TRANSLATION = """\
Provisions on the Administration of Automatic Kettles
Chapter I General Provisions
Article 1 These Provisions are made in order to regulate the making and selling of automatic kettles and to keep households safe.
Article 2 These Provisions apply to the making and selling of automatic kettles within the territory.
Article 3 In these Provisions, an automatic kettle is a kettle that can begin to boil water without anybody touching it.
In these Provisions, a serious accident is an event in which an automatic kettle scalds a person so that they need a doctor, or sets a building on fire.
Chapter II Duties of Makers and Sellers
Article 4 Makers of automatic kettles shall add a blue mark in a conspicuous place on the body of the kettle.
The mark provided for in the preceding paragraph shall state the following:
(1) the name and the address of the maker;
(2) the date on which the kettle was made;
(3) the words “boils on its own”.
Article 5 Sellers shall not delete or cover up the mark of an automatic kettle.
Article 6 Where a serious accident occurs, the maker shall report it to the market supervision department within twenty-four hours.
The report provided for in the preceding paragraph shall include the cause of the accident, the losses and the measures already taken.
Article 7 Makers shall carry out a safety test before an automatic kettle is sold for the first time. Records of tests shall be kept for three years.
Chapter III Penalties
Article 8 Makers that do not report a serious accident as these Provisions require shall be fined not less than 10,000 yuan and not more than 50,000 yuan; where the circumstances are grave, they shall be ordered to stop making kettles.
Chapter IV Supplementary Provisions
Article 9 These Provisions take effect on March 1, 2024.
"""

CA_ACT = (
    """\
Kettle Bill No. 88
CHAPTER 12
An act to add Chapter 9 (commencing with Section 31001) to the Household Code, relating to kettles.
The people of the state do enact as follows:
SECTION 1. Chapter 9 (commencing with Section 31001) is added to the Household Code, to read:
CHAPTER 9. Automatic Kettles
31001. For purposes of this chapter:
(a) "Automatic kettle" means a kettle that starts to boil water with nobody touching it.
(b) "Critical kettle incident" means either of the following:
(1) A burn caused by an automatic kettle that is treated in a hospital.
(2) A fire in a dwelling that was started by an automatic kettle.
(c) "Large manufacturer" means a manufacturer with more than 500 employees.
""",
    """\
31002. (a) A manufacturer shall report a critical kettle incident to the Office of Household Safety within 15 days of discovering it.
(b) If the incident poses an imminent risk of death, the manufacturer shall disclose it to the fire department within 24 hours.
(c) The Office of Household Safety shall publish a yearly summary of the incidents that were reported.
31003. (a) A manufacturer shall not punish an employee who tells the Attorney General that an automatic kettle is dangerous.
(b) A large manufacturer shall provide a way in which employees can report dangers anonymously.
31004. A manufacturer that violates Section 31002 is subject to a civil penalty of up to $100,000 for each violation, enforced by the Attorney General.
""",
)
"""Page by page."""
