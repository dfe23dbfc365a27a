package desk

import (
	"encoding/xml"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// groupsXML and aliasesXML are the forms in which TWS gives an advisor's configuration.
type groupsXML struct {
	XMLName xml.Name   `xml:"ListOfGroups"`
	Groups  []groupXML `xml:"Group"`
}

type groupXML struct {
	Name     string       `xml:"name"`
	Accounts []accountXML `xml:"ListOfAccts>Account"`
	Method   string       `xml:"defaultMethod"`
}

type accountXML struct {
	Account string `xml:"acct"`
}

type aliasesXML struct {
	XMLName xml.Name   `xml:"ListOfAccountAliases"`
	Aliases []aliasXML `xml:"AccountAlias"`
}

type aliasXML struct {
	Account string `xml:"account"`
	Alias   string `xml:"alias"`
}

// Advisor is a part of an advisor's configuration as XML. A login without groups is no advisor's.
func (d *Desk) Advisor(part wire.FADataType) (string, *floor.Refusal) {
	if len(d.opts.Groups) == 0 {
		return "", refuse(321, validating+"FA data operations ignored for non FA customers.")
	}
	var form any
	switch part {
	case wire.FAGroups:
		form = d.groups()
	case wire.FAAliases:
		form = d.aliases()
	default:
		return "", refuse(321, validating+"FA Profile is not supported anymore, use FA Group instead.")
	}
	text, err := xml.MarshalIndent(form, "", "\t")
	if err != nil {
		return "", refuse(322, processing+err.Error())
	}
	return xml.Header + string(text) + "\n", nil
}

func (d *Desk) groups() groupsXML {
	var list groupsXML
	for _, g := range d.opts.Groups {
		x := groupXML{Name: g.Name, Method: g.Method}
		for _, name := range g.Accounts {
			x.Accounts = append(x.Accounts, accountXML{name})
		}
		list.Groups = append(list.Groups, x)
	}
	return list
}

func (d *Desk) aliases() aliasesXML {
	var list aliasesXML
	for _, a := range d.accounts {
		list.Aliases = append(list.Aliases, aliasXML{Account: a.name, Alias: a.name})
	}
	return list
}
