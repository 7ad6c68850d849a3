"""What programs put on the clipboard, and what stands in the note when it has been pasted."""

LINK = '<a href="https://example.se/" rel="noopener nofollow">länk</a>'

WORD = """
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0cm}</style>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
</head><body lang=SV><!--StartFragment--><p class=MsoNormal style='margin:0cm'><b
style='mso-bidi-font-weight:normal'>Ulla</b> <span
style='color:red;mso-bidi-font-weight:bold'>berättar<o:p></o:p></span></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp;
</span></span><![endif]>Första</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·</span><![endif]>Andra med <a href="https://example.se/" style='color:blue'>länk</a></p>
<table><tr><td>Namn</td><td>Svar</td></tr></table><script>alert(1)</script><!--EndFragment--></body></html>"""

WORD_NESTED = """
<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:st1="urn:schemas-microsoft-com:office:smarttags"><body lang=SV
style='tab-interval:65.2pt'><!--StartFragment-->
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><!--[if !supportLists]--><span
style='mso-bidi-font-family:Calibri'><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;
</span></span></span><!--[endif]-->Möte i <st1:City w:st="on"><st1:place w:st="on">Göteborg</st1:place></st1:City></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-list:l0 level2 lfo1'><!--[if !supportLists]--><span
style='mso-list:Ignore'>a.<span>&nbsp;</span></span><!--[endif]-->Underpunkt
<ins cite="mailto:Anna" datetime="2026-04-20T10:00">ny</ins><del cite="mailto:Anna">gammal</del></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:108.0pt;mso-list:l1 level3 lfo2'><!--[if !supportLists]--><span
style='font-family:Wingdings'><span style='mso-list:Ignore'>§<span>&nbsp;</span></span></span><!--[endif]-->Djupast</p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><!--[if !supportLists]--><span
style='mso-list:Ignore'>2.<span>&nbsp;</span></span><!--[endif]--><a style='mso-comment-reference:AB_1'>Andra</a><span
class=MsoCommentReference><span style='font-size:8.0pt'><![if !supportAnnotations]><a class=msocomanchor
href="#_msocom_1">[AB1]</a><![endif]><span style='mso-special-character:comment'>&nbsp;</span></span></span></p>
<div style='mso-element:comment-list'><![if !supportAnnotations]><hr class=msocomoff align=left><![endif]>
<div style='mso-element:comment'><p class=MsoCommentText>Stämmer det här?</p></div></div>
<!--EndFragment--></body></html>"""

WORD_ONLINE = """
<div class="OutlineElement Ltr SCXW1"><p class="Paragraph"><span class="TextRun"><span
class="NormalTextRun">Inledning</span></span><span class="EOP" data-ccp-props="{}">&nbsp;</span></p></div>
<div class="ListContainerWrapper SCXW1"><ul class="BulletListStyle1" role="list"><li data-leveltext="·"
data-aria-posinset="1" data-aria-level="1" role="listitem"><p class="Paragraph"><span>Ett</span></p></li></ul></div>
<div class="ListContainerWrapper SCXW1"><ul class="BulletListStyle2" role="list"><li data-leveltext="o"
data-aria-posinset="1" data-aria-level="2" role="listitem"><p class="Paragraph"><span>Ett ett</span></p></li></ul></div>
<div class="ListContainerWrapper SCXW1"><ul class="BulletListStyle1" role="list"><li data-leveltext="·"
data-aria-posinset="2" data-aria-level="1" role="listitem"><p class="Paragraph"><span>Två</span></p></li></ul></div>"""

LIBRE_OFFICE = """
<html><head><meta name="generator" content="LibreOffice 24.8 (Linux)"/><style type="text/css">p { margin: 0 }</style>
</head><body lang="sv-SE"><p style="line-height: 100%"><font face="Liberation Serif, serif"><font size="3"
style="font-size: 12pt"><b>Rubriken</b></font></font></p>
<ul><li><p>Ett</p></li><ul><li><p>Ett ett</p></li></ul><li><p>Två</p></li></ul>
<ol><li><p><span style="font-weight: bold; font-style: italic">Först</span></p></li></ol></body></html>"""

GOOGLE_DOCS = """
<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"
style="line-height:1.38;"><span style="font-size:11pt;font-weight:700;">Fet</span><span
style="font-weight:400;"> text</span></p><ul style="margin-top:0;"><li dir="ltr" style="list-style-type:disc;"
aria-level="1"><p dir="ltr" role="presentation"><span style="font-weight:400;">Ett</span></p></li><ul><li dir="ltr"
aria-level="2"><p dir="ltr" role="presentation"><span style="font-style:italic;">Ett ett</span></p></li></ul></ul></b>
<br class="Apple-interchange-newline">"""

#: From each program: its HTML, and what is stored.
SAMPLES = {
    "Word": (
        WORD,
        "<p><strong>Ulla</strong> berättar</p>"
        f"<ul><li><p>Första</p></li><li><p>Andra med {LINK}</p></li></ul><p>Namn – Svar</p>",
    ),
    "Word, nested": (
        WORD_NESTED,
        "<ol><li><p>Möte i Göteborg</p><ol><li><p>Underpunkt ny</p><ul><li><p>Djupast</p></li></ul></li></ol></li>"
        "<li><p>Andra</p></li></ol>",
    ),
    "Word on the web": (
        WORD_ONLINE,
        "<p>Inledning</p><ul><li><p>Ett</p><ul><li><p>Ett ett</p></li></ul></li><li><p>Två</p></li></ul>",
    ),
    "LibreOffice": (
        LIBRE_OFFICE,
        "<p><strong>Rubriken</strong></p>"
        "<ul><li><p>Ett</p><ul><li><p>Ett ett</p></li></ul></li><li><p>Två</p></li></ul>"
        "<ol><li><p><strong><em>Först</em></strong></p></li></ol>",
    ),
    "Google Docs": (
        GOOGLE_DOCS,
        "<p><strong>Fet</strong> text</p><ul><li><p>Ett</p><ul><li><p><em>Ett ett</em></p></li></ul></li></ul>",
    ),
}
