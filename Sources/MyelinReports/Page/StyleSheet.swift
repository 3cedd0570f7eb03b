import MyelinPlots

/// How pages look.
enum StyleSheet {
  /// The style sheet of every page: light or dark as the reader's system is, for narrow and wide windows, and for paper.
  static var text: String {
    """
    :root{color-scheme:light dark;\(light)}
    @media (prefers-color-scheme:dark){:root{\(dark)}.in-light{display:none}}
    @media not all and (prefers-color-scheme:dark){.in-dark{display:none}}
    \(rules)
    @media print{:root{color-scheme:light;\(light)}.in-light{display:block}.in-dark,nav{display:none}\
    body{font-size:9pt}h2,h3,h4,.keys{break-after:avoid}\
    .split{grid-template-columns:minmax(0,1fr) 15rem}.pairs{grid-template-columns:1fr 1fr}.figures{display:block}\
    .figures>div{display:inline-block;width:48%;vertical-align:top;break-inside:avoid}\
    main,header,footer{max-width:none;padding:0}section{border:0}\
    .card,figure,tr,.warning{break-inside:avoid}details::details-content{content-visibility:visible;height:auto}}
    """
  }

  private static let light =
    "--page:#fff;--raised:#f6f8fa;--line:#e3e7eb;--shade:#1f23284d;--text:#1f2328;--quiet:#57606a;--link:#0a5a94;--bar:#0072b2;"
    + "--high:#b42318;--medium:#a15c00;--low:#57606a;" + Theme.light.styleDeclarations
  private static let dark =
    "--page:#16191d;--raised:#1d2126;--line:#2f363d;--shade:#000c;--text:#eceff3;--quiet:#aab3bd;--link:#7cc4f0;--bar:#56b4e9;"
    + "--high:#ff8a7a;--medium:#f0b429;--low:#aab3bd;" + Theme.dark.styleDeclarations

  private static let rules = """
    *{box-sizing:border-box}
    html{scroll-padding-top:3.2rem;-webkit-text-size-adjust:100%}
    body{margin:0;background:var(--page);color:var(--text);\
    font:15px/1.5 'Noto Sans','Noto Sans KR','Noto Sans CJK KR',system-ui,-apple-system,'Segoe UI',sans-serif;\
    overflow-wrap:anywhere}
    main,header,footer{max-width:68rem;margin:0 auto;padding:0 1.25rem}
    header{padding-top:2rem}
    h1{font-size:1.6rem;line-height:1.25;margin:0 0 .25rem}
    h2{font-size:1.2rem;margin:0 0 .75rem}
    h3{font-size:1rem;margin:1.5rem 0 .5rem}
    h4{font-size:.82rem;margin:1rem 0 .35rem;color:var(--quiet);font-weight:600}
    p{margin:0 0 .75rem;max-width:46rem}
    small,.quiet,figcaption{color:var(--quiet)}
    small{font-size:.85em}
    a{color:var(--link);text-decoration:none}
    a:hover{text-decoration:underline}
    nav{position:sticky;top:0;z-index:1;background:var(--page);border-bottom:1px solid var(--line)}
    nav div{max-width:68rem;margin:0 auto;padding:.55rem 1.25rem;display:flex;gap:1.25rem;overflow-x:auto;\
    white-space:nowrap;font-size:.9rem}
    section{padding:1.75rem 0;border-bottom:1px solid var(--line)}
    section:last-child{border:0}
    footer{padding-top:.5rem;padding-bottom:2.5rem;font-size:.85rem;color:var(--quiet)}
    .facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(8.5rem,1fr));gap:1px;margin:0 0 1rem;\
    border:1px solid var(--line);border-radius:8px;overflow:hidden}
    .facts div{box-shadow:0 0 0 1px var(--line);padding:.6rem .8rem}
    .facts dt{font-size:.8rem;color:var(--quiet)}
    .facts dd{margin:0;font-size:1.15rem;font-variant-numeric:tabular-nums}
    .facts dd small{font-size:.75em}
    .scroll{overflow-x:auto;margin:0 0 1rem}
    .scroll,nav div{background:linear-gradient(to right,var(--page) 30%,transparent) left/2rem 100% local,\
    linear-gradient(to left,var(--page) 30%,transparent) right/2rem 100% local,\
    linear-gradient(to right,var(--shade),transparent) left/.8rem 100% scroll,\
    linear-gradient(to left,var(--shade),transparent) right/.8rem 100% scroll;background-repeat:no-repeat}
    table{border-collapse:collapse;font-size:.88rem;font-variant-numeric:tabular-nums}
    th{font-weight:600;text-align:left;color:var(--quiet);font-size:.8rem;vertical-align:bottom}
    td,th{padding:.28rem .75rem .28rem 0;border-bottom:1px solid var(--line)}
    tr:last-child td{border-bottom:0}
    .n{text-align:right;white-space:nowrap}
    .list{width:100%}
    .list td,.list th{overflow-wrap:normal}
    .list td:first-child,.list td.free{overflow-wrap:anywhere;min-width:8rem}
    .ranking td:first-child{min-width:0}
    .warning{display:grid;grid-template-columns:5.2rem 1fr;gap:0 .75rem;padding:.7rem 0;\
    border-top:1px solid var(--line)}
    .warning:first-of-type{border-top:0}
    .warning p{margin:0}
    .warning .why{color:var(--quiet);font-size:.9rem;margin-top:.15rem}
    .level{font-size:.8rem;font-weight:600;padding-top:.12rem}
    .level::before{content:'';display:inline-block;width:.55rem;height:.55rem;border-radius:50%;\
    background:currentColor;margin-right:.4rem}
    .high{color:var(--high)}.medium{color:var(--medium)}.low{color:var(--low)}
    .warning ul{margin:.3rem 0 0;padding-left:1.1rem}
    .card{padding:1.1rem 0;border-top:1px solid var(--line)}
    .card:first-of-type{border-top:0;padding-top:.25rem}
    .title{display:flex;flex-wrap:wrap;gap:.1rem .75rem;align-items:baseline;margin-bottom:.5rem}
    .title h3{margin:0}
    .balance{max-width:46rem}
    .split{display:grid;grid-template-columns:minmax(0,1fr);gap:.75rem 2rem}
    .pairs{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(15rem,100%),1fr));gap:0 1.5rem;margin:0}
    .pairs dd{white-space:nowrap}
    .pairs div{display:flex;justify-content:space-between;gap:1rem;border-bottom:1px solid var(--line);\
    padding:.2rem 0;font-size:.88rem;font-variant-numeric:tabular-nums}
    .pairs dt{color:var(--quiet)}
    .pairs dd{margin:0;text-align:right}
    .figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(19rem,100%),1fr));gap:1.25rem 1.5rem}
    .figures>div{min-width:0}
    figure{margin:0 0 .5rem}
    figure svg{display:block;width:100%;height:auto}
    figcaption{font-size:.82rem;line-height:1.4}
    .wide figure{min-width:34rem}
    .bars{width:100%;table-layout:fixed}
    .bars td{border:0;padding:.14rem .6rem .14rem 0;vertical-align:middle;line-height:1.35}
    .bars td:nth-child(1){width:38%}
    .bars td.n{width:7.2rem;padding-right:0}
    .figures .bars td.n{width:4.5rem}
    .track{display:flex;position:relative;height:.7rem;border-radius:2px;overflow:hidden}
    .rail{background:var(--raised)}
    .track i{display:block;background:var(--bar)}
    .track i.span{position:absolute;top:0;bottom:0;opacity:.45}
    .track i.mark{position:absolute;top:0;bottom:0;width:2px;margin-left:-1px;background:var(--text)}
    .keys{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;margin:0 0 .9rem;font-size:.88rem}
    .keys i{display:inline-block;width:.7rem;height:.7rem;border-radius:2px;margin-right:.4rem}
    details{margin:.25rem 0 .75rem}
    summary{cursor:pointer;color:var(--link)}
    .values{display:grid;grid-template-columns:7rem 1fr;gap:.25rem .75rem;margin:.75rem 0 0;font-size:.88rem}
    .values dt{color:var(--quiet)}
    .values dd{margin:0}
    @media (min-width:760px){.split{grid-template-columns:minmax(0,1fr) minmax(0,24rem)}}
    @media (max-width:520px){main,header,footer,nav div{padding-left:1rem;padding-right:1rem}\
    .warning{grid-template-columns:1fr}.facts{grid-template-columns:repeat(2,1fr)}.pairs{grid-template-columns:repeat(2,minmax(0,1fr));gap:0 1rem}.bars td.n{width:6.4rem}\
    .list td,.list th{padding-right:.5rem}.list td:last-child,.list th:last-child{padding-right:0}\
    .list td:first-child,.list td.free{min-width:0}.ranking .bar{display:none}\
    .columns tr{display:grid;grid-template-columns:minmax(0,1fr) 3.9rem 3.9rem 3.9rem;border-bottom:1px solid var(--line)}\
    .columns td,.columns th{border:0}.columns td:last-child{grid-column:1/-1;padding-top:0;color:var(--quiet)}\
    .columns th:last-child{display:none}}
    """
}
