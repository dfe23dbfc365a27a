package html

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
)

var (
	//go:embed assets/lightweight-charts.standalone.production.js
	library string
	//go:embed scripts/charts.js
	chartsScript string
	//go:embed scripts/equity.js
	equityScript string
	//go:embed scripts/prices.js
	pricesScript string
	//go:embed scripts/grid.js
	gridScript string
	//go:embed scripts/main.js
	mainScript string
	//go:embed style.css
	style string
	//go:embed page.tmpl
	text string
)

var page = template.Must(template.New("page").Parse(text))

// Write draws the page.
func Write(w io.Writer, p *Page) error {
	script := chartsScript + equityScript + pricesScript + gridScript + mainScript
	view := struct {
		*Page
		Policy  string
		Style   template.CSS
		Library template.JS
		Script  template.JS
	}{
		Page:  p,
		Style: template.CSS(style),
		// The scripts are ours and constant; nothing of a run is in them.
		Library: template.JS(library),
		Script:  template.JS(script),
		Policy: fmt.Sprintf("default-src 'none'; script-src 'sha256-%s' 'sha256-%s'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'",
			digest(library), digest(script)),
	}
	if err := page.Execute(w, view); err != nil {
		return fmt.Errorf("draw report page: %w", err)
	}
	return nil
}

func digest(script string) string {
	sum := sha256.Sum256([]byte(script))
	return base64.StdEncoding.EncodeToString(sum[:])
}
