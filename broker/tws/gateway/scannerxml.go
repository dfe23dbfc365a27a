package gateway

import (
	"encoding/xml"
	"maps"
	"slices"
	"strconv"
)

// The document that lists what can be scanned for, as far as this market can be. TWS's own has two megabytes.
type (
	scanDocument struct {
		XMLName     xml.Name         `xml:"ScanParameterResponse"`
		Instruments []scanInstrument `xml:"InstrumentList>Instrument"`
		Locations   []scanLocation   `xml:"LocationTree>Location"`
		Types       []scanType       `xml:"ScanTypeList>ScanType"`
		Filters     []scanFilter     `xml:"FilterList>RangeFilter"`
	}
	scanInstrument struct {
		Name string `xml:"name"`
		Type string `xml:"type"`
	}
	scanLocation struct {
		Name string `xml:"displayName"`
		Code string `xml:"locationCode"`
	}
	scanType struct {
		Name        string `xml:"displayName"`
		Code        string `xml:"scanCode"`
		Instruments string `xml:"instruments"`
	}
	scanFilter struct {
		ID    string `xml:"id"`
		Above string `xml:"AbstractField>code"`
	}
)

func scannerXML() string {
	d := scanDocument{Locations: []scanLocation{{"US Stocks", "STK.US.MAJOR"}, {"US Stocks", "STK.US"}, {"Europe", "STK.EU"}, {"US Futures", "FUT.US"}}}
	instruments := ""
	for _, name := range slices.Sorted(maps.Keys(scanInstruments)) {
		d.Instruments = append(d.Instruments, scanInstrument{name, name})
		instruments += name + ","
	}
	for _, c := range scanCodes {
		d.Types = append(d.Types, scanType{c.name, c.code, instruments})
	}
	for _, tag := range []string{"priceAbove", "priceBelow", "volumeAbove", "changePercAbove", "changePercBelow"} {
		d.Filters = append(d.Filters, scanFilter{tag, tag})
	}
	out, err := xml.MarshalIndent(d, "", "\t")
	if err != nil { // it has no value that could fail
		return xml.Header
	}
	return xml.Header + string(out)
}

// number reads a number of a filter.
func number(text string) (float64, bool) {
	v, err := strconv.ParseFloat(text, 64)
	return v, err == nil
}
