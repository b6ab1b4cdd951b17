// How slides, result sheets and certificates look on paper and on the screen.

const common = `
*{box-sizing:border-box}
body{margin:0;font-family:"Noto Sans JP","Noto Sans CJK JP","Hiragino Sans","Yu Gothic",Meiryo,sans-serif;color:#1a2330;background:#e9edf2;line-height:1.5;-webkit-print-color-adjust:exact;print-color-adjust:exact}
h1,h2,h3,p,table,ul{margin:0 0 .5em}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.25em .6em .25em 0;border-bottom:1px solid #d5dce5}
th{font-weight:600;color:#48566a;white-space:nowrap}
.number{width:1%;text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.quiet{color:#5c6b80}
.good::before{content:"✓ ";color:#0b6b3a}
.bad::before{content:"✗ ";color:#a3200d}
.line{font-family:"Noto Sans Mono CJK JP",ui-monospace,monospace;font-size:.75em;color:#48566a;overflow-wrap:anywhere}
svg{width:100%;height:auto}
svg text{font-size:11px;fill:#48566a}
ul{padding-left:1.2em}
a.file{position:fixed;top:4mm;right:4mm;z-index:1;padding:1.5mm 5mm;border-radius:1.5mm;background:#0b3a5e;color:#fff;font-size:11pt;font-weight:600;text-decoration:none;border:1px solid #fff}
a.file:focus-visible{outline:3px solid #b4690e;outline-offset:2px}
@media print{body{background:none}a.file{display:none}}
`;

/** 16:9 slides, one a page. */
export const slideStyle = `${common}
@page{size:320mm 180mm;margin:0}
section{width:320mm;height:180mm;padding:14mm 18mm;margin:6mm auto;background:#fff;overflow:hidden;break-after:page;break-inside:avoid;position:relative;font-size:15pt}
section h2{font-size:24pt;line-height:1.2;color:#0b3a5e;border-bottom:2px solid #0b3a5e;padding-bottom:2mm;margin-bottom:5mm}
section.title{display:flex;flex-direction:column;justify-content:center;background:#0b3a5e;color:#fff}
section.title h1{font-size:38pt;line-height:1.2}
section.title .quiet{color:#c9d8e6}
section table{font-size:12.5pt}
footer{position:absolute;right:18mm;bottom:7mm;font-size:10pt;color:#5c6b80}
.columns{display:grid;grid-template-columns:1fr 1fr;gap:10mm}
.columns>*{min-width:0;overflow-wrap:anywhere}
@media print{section{margin:0}}
`;

/** A4 pages of text. */
export const sheetStyle = `${common}
@page{size:A4;margin:18mm 16mm}
main{max-width:190mm;margin:6mm auto;padding:14mm;background:#fff;font-size:10.5pt}
h1{font-size:18pt;color:#0b3a5e}
h2{font-size:13pt;color:#0b3a5e;margin-top:1.2em;break-after:avoid}
h3{font-size:11pt;margin-top:.8em;break-after:avoid}
tr,li{break-inside:avoid}
@media print{main{margin:0;padding:0;max-width:none}}
`;

/** A4 landscape, one page. */
export const certificateStyle = `${common}
@page{size:A4 landscape;margin:0}
main{width:297mm;height:209mm;margin:6mm auto;padding:20mm 28mm;background:#fff;text-align:center;border:4mm double #0b3a5e;display:flex;flex-direction:column;justify-content:center;font-size:13pt}
h1{font-size:34pt;letter-spacing:.2em;color:#0b3a5e;margin-bottom:10mm}
.name{font-size:26pt;border-bottom:1px solid #1a2330;display:inline-block;padding:0 12mm 2mm;margin:0 auto 8mm}
ul{list-style:none;padding:0}
.issued{margin-top:10mm}
@media print{main{margin:0}}
`;
