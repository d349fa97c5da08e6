"""Questions about the facets as an analyst puts them, in words that stand nowhere in the registry."""

from collections.abc import Iterator

PARAPHRASES = """\
scope
  Are internal tools caught by these rules at all?
  What falls outside the act?
  Is academic research exempt?
  Which providers are bound by the Interim Measures?
  Does the Colorado act apply to banks?
  高校做研究要不要遵守这部法律？
  《暂行办法》适用于哪些服务？
  哪些情形不在调整范围之内？
  这部法管得到个人开发者吗？
  哪些公司不用遵守？
definitions
  What exactly is a substantial modification?
  Who qualifies as a deployer?
  Explain the legal meaning of making available on the market
  Is a spreadsheet macro regarded as an AI system?
  How do the EU and the OECD each define AI?
  何谓个人信息处理者？
  怎么定义人工智能系统？
  什么叫舆情？
  两部法律对“提供者”的定义一样吗？
risk-tiers
  What are the tiers of risk?
  Is credit scoring a high-risk use?
  What is the difference between ASL-2 and ASL-3?
  Is the approach risk-based?
  Do the labs use similar levels of capability?
  信用评分系统是不是高风险？
  系统的风险等级怎么划分？
  关键能力级别有哪几级？
  欧盟把系统分成几类？
  医疗设备里的AI属于哪个风险等级？
prohibited-practices
  What does the act forbid?
  Can Llama be used for military purposes?
  Are companies free to infer emotions from a face?
  Is it illegal to read employees' emotions?
  What is completely off the table in the EU?
  欧盟禁止哪些系统？
  Llama不得用于什么？
  哪些技术被禁用了？
  警察能用实时人脸识别吗？
  什么样的AI在欧洲是违法的？
incident-reporting
  How many days do we have to tell the regulator about an accident?
  What happens after a security incident?
  Is a near miss enough to trigger a report?
  To whom do we report when something goes wrong?
  What is the deadline to inform the state after a critical safety incident?
  模型出了事要向谁报告？
  重大事故几小时内上报？
  发现安全事件后怎么办？
  出现安全问题多久要告诉政府？
  个人信息泄露后几天内通知？
labelling
  Do we have to say that a picture was made by AI?
  Is a C2PA credential enough?
  What happens to those who strip a watermark?
  Does a chatbot's text need a tag saying it is AI?
  Must images carry an invisible signature?
  AI画的图要不要注明？
  删除水印有什么后果？
  音频里的提示语放在哪里？
  隐式标识的格式有标准吗？
  AI生成的视频要打什么标签？
deepfakes
  Can I make a digital replica of an actor?
  Are undress apps legal?
  What does the law say on voice cloning?
  Can an app put someone's face on another body?
  How is fake porn treated?
  用AI给明星换脸犯法吗？
  克隆声音要不要本人授权？
  伪造视频传播了谁负责？
  用AI模仿别人的声音可以吗？
  换脸视频怎么管？
training-data
  Which sources of data can be fed into a model?
  What was the model trained on?
  Are there rules for annotators?
  Must a company say which books it trained its model on?
  Are there rules about the quality of the data a model learns from?
  拿用户发的帖子训练模型行不行？
  语料来源要记录吗？
  对标注人员有什么要求？
  模型用了哪些数据要公开吗？
  能用网上的文章训练吗？
copyright
  Who owns the copyright in AI output?
  Is training on pirated books allowed?
  What about trade secrets of a developer?
  Do artists have a say in whether their works are used?
  Is there an exception for text and data mining?
  AI生成的画有没有著作权？
  作者能不能拒绝自己的书被拿去训练？
  使用盗版书训练有什么风险？
  画家能不能要求删掉自己的画？
  训练涉及著作权时怎么办？
pre-release-evaluation
  Do we need approval before shipping a new model?
  Are dangerous capabilities tested?
  How do labs decide that a model is safe to deploy?
  Can the White House block a model from coming out?
  What testing happens ahead of deployment?
  新模型推出前要做哪些测试？
  政府可以提前访问前沿模型吗？
  安全评估报告交给谁？
  模型推向市场之前政府要看吗？
  新产品上线要先过哪些评估？
red-teaming
  Do the companies promise to red-team their models?
  How are adversarial attacks simulated?
  Is there a bug bounty?
  Who pays for penetration testing?
  Which frameworks mention red teams?
  各家实验室怎么做红队演练？
  模型被越狱了怎么办？
  渗透测试由谁负责？
  有没有人专门攻击模型来找问题？
  哪些文件要求做红队？
compute-thresholds
  Where does the 10^25 line apply?
  How large must a model be before the rules bite?
  Does a firm with 400 million in revenue escape?
  At what size does a model fall into the strict regime?
  Which FLOP number is used in New York?
  算力门槛是多少？
  多大的模型才算？
  营业收入不到5亿美元的公司算不算大型开发者？
  训练用多少算力算前沿？
  收入超过多少的公司才受管？
general-purpose-models
  What does the EU ask of GPAI providers?
  Are LLMs treated separately?
  What about models with systemic risk?
  Which obligations attach to frontier AI?
  What is special about frontier models in California?
  基础模型提供者要做什么？
  欧盟对通用模型怎么管？
  系统性风险由谁认定？
  通用模型和普通系统的义务有什么不同？
  ChatGPT这类大模型要遵守什么？
transparency
  Do companies publish their safety frameworks?
  Must people know that they are talking to a machine?
  What goes into the technical documentation?
  What information goes to customers?
  Do developers have to put out a safety report?
  模型卡要不要公开？
  是否须告知用户对方是AI？
  透明度报告多久发布一次？
  需要向公众说明哪些内容？
  模型的局限性要不要告知？
human-oversight
  Who can override the machine's decision?
  Can I appeal against a decision made by an algorithm?
  Does a human have to review each refusal of a loan?
  Who can pull the plug?
  May a loan be refused by a machine alone?
  被算法拒绝贷款可以申诉吗？
  人工复核要在多久内完成？
  是否要求人在回路？
  机器的决定谁来把关？
  用户不接受算法的决定怎么办？
open-source
  Does publishing the weights freely bring relief?
  What may I do with the model under the license?
  Is an open-source developer liable downstream?
  Does fine-tuning make me a provider?
  Are open weights treated differently?
  开源能豁免吗？
  公开模型权重需要报告吗？
  Llama的许可协议对商用有什么限制？
  把模型放到网上免费下载还要备案吗？
  开源大模型有例外吗？
small-companies
  Is there relief for microenterprises?
  Do small firms get more time?
  How are startups supported?
  Is there any relief for a five-person start-up?
  How much less do small firms pay?
  小微企业有没有优惠？
  小公司也要做全套文档吗？
  创业团队怎样申请沙盒？
  对初创企业有什么扶持？
  中小企业有什么优惠？
whistleblowers
  Is retaliation punished?
  Can staff who warn the public be fired?
  Where do employees raise concerns?
  Can an engineer go public about risks without losing the job?
  What happens to employees who blow the whistle?
  吹哨人受不受保护？
  员工向监管者举报会不会被报复？
  公司内部举报渠道怎么建？
  员工爆料公司隐患受不受保护？
  内部人员能匿名反映问题吗？
filing-registration
  Is the model on a public registry?
  Do we need a licence to operate a chatbot?
  How long does an algorithm filing take?
  Does a chatbot need permission from the government in China?
  Where is the list of registered systems kept?
  没有备案就上线会怎样？
  备案编号放在哪里？
  多少个工作日内办理登记？
  哪些服务具有舆论属性？
  办理备案需要多长时间？
content-control
  Does the provider have to censor political topics?
  How quickly must illegal content be removed?
  Is hate speech covered?
  What may a chatbot in China not say?
  Who removes harmful posts?
  模型回答敏感话题有什么要求？
  生成了谣言谁负责？
  违法和不良信息有哪些？
  关键词库多久更新一次？
  哪些内容属于违法和不良信息？
minors
  What are the rules for teenagers?
  Is parental consent needed?
  Do chatbots need an age check?
  Are there limits on chatbots for teens?
  How are kids protected from harmful designs?
  孩子能用聊天软件吗？
  家长有哪些控制手段？
  怎样验证年龄？
  小孩用AI玩具有什么限制？
  如何保护青少年？
model-security
  What stops hackers from stealing the model?
  Which security measures protect unreleased models?
  Is there a duty to patch vulnerabilities?
  How well guarded are the weights?
  What if somebody steals the model?
  权重被盗了要负责吗？
  系统有漏洞怎么办？
  实验室采取哪些安全措施保护模型？
  模型被人偷走怎么防？
  对黑客攻击有什么防护要求？
third-party-audit
  Who audits the developers?
  Is certification by a third party possible?
  Do outsiders look at the evaluations?
  Does anybody outside the company check the claims?
  Are annual audits compulsory?
  审计报告要公开吗？
  由第三方评估还是自己评估？
  认证机构有哪些条件？
  有没有独立机构来检查？
  谁有资格做审计？
penalties
  How much could this cost us if we violate it?
  Can users sue?
  Are directors criminally responsible?
  How expensive is non-compliance?
  What is the highest fine under the RAISE Act?
  不遵守会被罚多少钱？
  会不会被吊销执照？
  受害人可以索赔吗？
  不遵守有什么代价？
  最多罚多少钱？
enforcement-body
  Who is in charge of enforcement?
  Which regulator do we deal with?
  Who polices this?
  Whom do we answer to in California?
  Who has the power to investigate?
  归哪个部门管？
  谁来执法？
  监管部门能不能约谈企业？
  在中国归哪个部门管？
  谁有权检查企业？
extraterritorial-reach
  Must overseas firms obey?
  We are based outside the country: do we care?
  What if our servers are abroad?
  We have no office in Europe; does it matter?
  Are overseas developers caught by the law?
  公司在国外还要守法吗？
  海外模型接入国内产品怎么管？
  没有境外机构怎么执行？
  外资企业能提供生成式服务吗？
  境外的模型能在中国提供服务吗？
risk-management
  How do we set up a risk framework?
  What mitigation is expected?
  Who accepts the residual risk?
  Which process must a developer follow to keep risks under control?
  How should risks be assessed and mitigated?
  怎么做风险评估？
  剩余风险多大可以接受？
  要建立哪些安全管理制度？
  怎样管控模型风险？
  风险评估多久做一次？
deployment-threshold
  When would they pause?
  Is there a kill switch?
  What would make them not release a model?
  At what point would Anthropic put the brakes on?
  Would OpenAI stop training if a model became too dangerous?
  什么时候会叫停？
  模型太危险怎么办？
  有没有承诺不发布危险模型？
  哪些公司承诺必要时不发布？
  模型失控了要不要关掉？
algorithm-ethics
  Is price discrimination by algorithm illegal?
  How do they make sure the model is unbiased?
  Can I turn off personalized feeds?
  Can insurers treat women differently because of an algorithm?
  What about bias?
  算法对女性有偏见怎么办？
  科技伦理委员会谁来设？
  能不能不给用户打标签？
  算法能不能对老客户涨价？
  怎么保证结果公平？
data-protection
  Can we store chat logs?
  Which privacy rules apply to prompts?
  Do we need consent for that?
  May my chats be used to train the model?
  Is personal information protected?
  聊天记录会被拿去用吗？
  要不要征得同意？
  人脸信息怎么处理？
  我和AI聊天的内容会被保存吗？
  使用人脸信息要不要同意？
application-dates
  Is it already in force?
  When does the AI Act apply?
  What's new since July?
  Has the Colorado act started to bite?
  When did the labelling rules enter into force?
  现在生效了吗？
  这部法律何时施行？
  网络安全法改了什么？
  14110号行政令还有效吗？
  现在要遵守的是哪个版本？
platform-duties
  Are social networks responsible for what is shared?
  What does an app store have to check?
  Which duties has an importer?
  What about resellers?
  What do app stores check?
  社交媒体平台要做什么？
  应用市场有审核义务吗？
  经销商要核验什么？
  网站发现AI内容没标怎么办？
  应用商店有什么责任？
user-duties
  What duties do deployers have?
  Who keeps the logs?
  May employers use such systems in the workplace?
  What does a bank using an AI system have to do?
  Do people need to give their real name?
  使用者应当注意什么？
  注册账号要真实身份吗？
  部署者要做哪些监测？
  服务协议里写什么？
  用户要实名吗？
international-cooperation
  Will countries exchange information?
  Is there a common standard?
  Who helps developing countries?
  Will the institutes of different countries share results?
  Which common standards are planned?
  各国怎么开展合作？
  标准能不能互认？
  能力建设有哪些承诺？
  各国有没有约定一起研究？
  中国提倡怎样的国际合作？
"""
"""Facets, and below each of them questions about it that stand nowhere in the registry."""


def paraphrases() -> Iterator[tuple[str, str]]:
    """Every facet's id with each question about it."""
    facet = ""
    for line in PARAPHRASES.splitlines():
        if line.startswith(" "):
            yield facet, line.strip()
        else:
            facet = line
