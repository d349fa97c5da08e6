"""Texts that we invented, with the traps of real ones; and ways to read and outline them."""

import hashlib
from importlib import import_module

from corpus.types import Lang, Source
from ingest.outline.tree import faults
from ingest.readers import markdown, text
from ingest.types import Provision, RawDocument, Reading

_NAVIGATION = """标题：灯塔信息服务管理办法_2031
来源URL：https://laws.example.cn/2031/c_1.htm
下载时间：2031-06-03T14:10:31

正文：
灯塔信息服务管理办法_某某办公室

设为首页
加入收藏
搜索

首 页

当前位置：
首页
>
正文

灯塔信息服务管理办法

2031年07月13日 15:00
来源：
 灯塔网

【打印】
【纠错】
"""
_FOOTER = """
关闭

某某办公室 © 版权所有
联系我们
承办：灯塔中心　技术支持：灯塔公司
某ICP备00000000号
返回顶部
Produced By CMS publishdate:2031/01/05 23:10:47
"""
LAW_ZH_BODY = """灯塔办公室
令
第9号
《灯塔信息服务管理办法》已经灯塔办公室会议审议通过，现予公布，自2031年9月1日起施行。
灯塔办公室主任 张三
2031年7月10日

灯塔信息服务管理办法

第一章 总　则

第一条
为了保障夜间航行，规范灯塔发光活动，制定本办法。

第二条
在海岸线以内从事灯塔服务，适用本办法。

国家对渔船照明另有规定的，从其规定。

第三条
依照本办法设立的灯塔，应当接受检查。

第二章 灯光规范

第一节　一般规定

第四条
灯塔服务提供者应当遵守下列规定：

（一）每晚点灯；

（二）不得遮挡下列光源：

1.主灯；

2.备用灯；

（三）保存记录。

第五条规定的检查，由主管部门实施。

第五条
检查每年不少于一次。

有前款情形的，依照第四条第一款第（二）项处理；情节严重的，由有关部门给予警告。

第三章 附　则

第六条
本办法自2031年9月1日起施行。
"""
LAW_ZH = _NAVIGATION + LAW_ZH_BODY + _FOOTER
"""A page of an official site saved as text: notice, measures, navigation and footer around them."""

LAW_ZH_MARKDOWN = """---
sidebar: auto
---

# 灯塔信息服务管理办法

2031年7月10日灯塔办公室会议通过

<!-- INFO END -->

## 第一章　总则

**第一条**　为了保障夜间航行，规范灯塔发光活动，制定本办法。

**第二条**　在海岸线以内从事灯塔服务，适用本办法。

国家对渔船照明另有规定的，从其规定。

**第三条**　依照本办法设立的灯塔，应当接受检查。

## 第二章　灯光规范

### 第一节　一般规定

**第四条**　灯塔服务提供者应当遵守下列规定：

（一）每晚点灯；

（二）不得遮挡下列光源：

1.主灯；

2.备用灯；

（三）保存记录。

第五条规定的检查，由主管部门实施。

**第五条**　检查每年不少于一次。

有前款情形的，依照第四条第一款第（二）项处理；情节严重的，由有关部门给予警告。

## 第三章　附则

**第六条**　本办法自2031年9月1日起施行。
"""

LAW_EN = """Measures for Lighthouse Information Services

Chapter I: General Provisions

Article 1: These Measures are drafted to protect sailing by night and to regulate the lighting of lighthouses.

Article 2: These Measures apply to lighthouse services within the coastline.

Where the state has other rules on the lights of fishing boats, those rules apply.

Article 3: Lighthouses that are set up under these Measures shall accept inspection.

Chapter II: Rules of Light
Section 1: Ordinary Provisions

Article 4: Providers of lighthouse services shall comply with the following:

(1) Light the lamp every night;

(2) Not obscure the following lights:

(a) The main lamp;

(b) The spare lamp;

(3） Keep records.

Article 5 inspections are carried out by the competent department.
Article 5: Inspections are held at least once a year.

In the situation of the preceding paragraph, item (2) of the first paragraph of Article 4 applies; where it is serious,
a warning is given.

Chapter III Supplementary Provisions

Article 6: These Measures take effect on September 1, 2031.

Lighthouse Office

Ministry of the Coast
"""

LAW_PINS = [
    "h-chapter-1",
    "art-1",
    "art-2",
    "art-2/1",
    "art-2/2",
    "art-3",
    "h-chapter-2",
    "h-chapter-2-section-1",
    "art-4",
    "art-4/1",
    "art-4/1/1",
    "art-4/1/2",
    "art-4/1/2/1",
    "art-4/1/2/2",
    "art-4/1/3",
    "art-4/2",
    "art-5",
    "art-5/1",
    "art-5/2",
    "h-chapter-3",
    "art-6",
]
"""The pins of the invented law, in each of its three forms."""

BILL = """LEGISLATIVE COUNSEL'S DIGEST
SB 99, Keeper. Lighthouses. Existing law does not regulate lighthouses. This bill would add Section
88100.10 to the Code.

The people of the State do enact as follows:

SECTION 1. The Legislature finds and declares both of the following:
(a) Lighthouses guide ships.
(b) Some do not.

SEC. 2. Chapter 9.1 (commencing with Section 88100.10) is added to the Coast Code, to read:
CHAPTER  9.1. Safe Lighthouses Act

88100.10. This chapter shall be known as the Safe Lighthouses Act.

88100.11. For purposes of this chapter:
(a) “Beam” means light that is all of the following:
    (1) Bright.
    (2) Steady.
(b) (1) “Keeper” means a person who has lit, or begun to light, a lamp of more than 10^6 candelas, as described in
\tparagraph (2) of subdivision (a) of Section 88100.12.
\t(A) A keeper may be a company.
\t(B) A ghost is no keeper.
    (2) “Keeper” does not include a fisherman.
(c) “Dark hour” means an hour without beam.
(d) “Lamp” means a lamp.
(e) “Lens” means a lens.
(f) “Oil” means oil.
(g) “Rock” means rock.
(h) “Ship” means either of the following:
    (1) A vessel.
    (2) A raft.
(i) “Tower” means a tower.
(j) “Wick” means a wick.

88100.12.
(a) A keeper shall report a dark hour within 15 days.
(b) Section 88100.11 applies to reports under
(a).

SEC. 3. Section 99.5 is added to the Harbor Code, to read:

99.5. The harbor master shall publish the reports.

SEC. 4. The provisions of this act are severable.
"""
BILL_PINS = [
    "h-front",
    "act-sec-1",
    "act-sec-1/a",
    "act-sec-1/b",
    "act-sec-2",
    "sec-88100.10",
    "sec-88100.11",
    "sec-88100.11/a",
    "sec-88100.11/a/1",
    "sec-88100.11/a/2",
    "sec-88100.11/b",
    "sec-88100.11/b/1",
    "sec-88100.11/b/1/a",
    "sec-88100.11/b/1/b",
    "sec-88100.11/b/2",
    "sec-88100.11/c",
    "sec-88100.11/d",
    "sec-88100.11/e",
    "sec-88100.11/f",
    "sec-88100.11/g",
    "sec-88100.11/h",
    "sec-88100.11/h/1",
    "sec-88100.11/h/2",
    "sec-88100.11/i",
    "sec-88100.11/j",
    "sec-88100.12",
    "sec-88100.12/a",
    "sec-88100.12/b",
    "act-sec-3",
    "sec-99.5",
    "act-sec-4",
]

FRAMEWORK = """## Lighthouse Safety Framework
## Version 2.0
## Contents
Overview
1. Lamps
1.1. Testing lamps
2. Keepers
Appendix A: Oils
Glossary
## Overview
This framework says how we keep our lighthouses safe, and what we do when a lamp fails at night.1
1 See the annual report of the lighthouse board, which is published in spring.
## 1. Lamps
Lamps are the heart of a lighthouse. Section 2 says who looks after them.
## 1.1. Testing lamps
We test every lamp before it is lit:
1. In daylight: to see whether the glass is whole.
2. At night: to see whether the beam reaches the reef.
## Table 1.1.a: Lamps and their tests
Lamp Test
Main lamp Nightly
## 2. Keepers
2.5 keepers per lamp is the average along the coast, and 1.1 lamps per keeper.
Section 1.1 applies to keepers as well as to lamps, and so does the oil rule of Appendix A.
## Appendix A: Oils
Whale oil is not used any more, whatever the price of other oils may be.
## A.1 Storage
Oil is stored away from the lamp, in the cellar or in a shed outside the tower.
## Glossary
Beam: the light that a lamp sends out over the water, seen from a ship at sea.
"""
FRAMEWORK_PINS = [
    "h-front",
    "h-overview",
    "s-1",
    "s-1.1",
    "s-1.1/1",
    "s-1.1/2",
    "s-2",
    "annex-a",
    "annex-a.1",
    "h-glossary",
]


def raw(data: str | bytes, lang: Lang = "en", media_type: str = "text/plain") -> RawDocument:
    """Bytes (or a text in UTF-8) as a source of their own."""
    if isinstance(data, str):
        data = data.encode()
    source = Source(id="text", lang=lang, role="authoritative", media_type=media_type, edition="1")
    return RawDocument("xx-law", source, data, hashlib.sha256(data).hexdigest(), "file", "text.txt")


def read_text(data: str | bytes, lang: Lang = "en") -> Reading:
    """The reading of a plain text."""
    return text.read(raw(data, lang))


def read_markdown(data: str | bytes, lang: Lang = "en") -> Reading:
    """The reading of a Markdown text."""
    return markdown.read(raw(data, lang, "text/markdown"))


def outlined(reading: Reading, style: str) -> dict[str, Provision]:
    """The provisions of a reading by pin (without the instrument), all invariants checked."""
    provisions: tuple[Provision, ...] = import_module(f"ingest.outline.{style}").parse(
        reading, "xx-law", None
    )
    assert faults(provisions, reading.text) == []
    return {provision.pin.removeprefix("xx-law/"): provision for provision in provisions}


def body(reading: Reading, provision: Provision) -> str:
    """The text of a provision."""
    return reading.text[provision.start : provision.end]
