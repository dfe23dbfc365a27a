module github.com/tidemark/tidemark/conformance

go 1.26.0

require github.com/tidemark/tidemark v0.0.0

require github.com/shopspring/decimal v1.6.0

replace github.com/tidemark/tidemark => ../
