// Package html draws a tear sheet as one page that needs no network: its style, its scripts and its data
// are inside.
//
// The page is a view: report fills a [Page] with text that is ready to read and with the columns of the
// charts, and nothing here computes a statistic. All text is escaped for the place it stands in by
// html/template, and a content security policy in the page names the two scripts that may run, by hash,
// and forbids every connection, so a strategy called "</script>" is only a name.
//
// Charts are drawn by TradingView Lightweight Charts; see assets/README.md for its version and licence.
package html
