package data

import (
	"fmt"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/metadata"
	"github.com/apache/arrow-go/v18/parquet/schema"

	"github.com/tidemark/tidemark/market"
)

// How files are written. The sizes were chosen by measuring: larger ones are no faster to read, and
// every open stream holds a page of each column and the dictionaries of a row group.
const (
	// rowGroup is the number of rows of a row group.
	rowGroup = 1 << 16
	// pageBytes is the size of an encoded page.
	pageBytes = 16 << 10
	// dictionaryBytes is the size at which a column of too many different values becomes plain.
	dictionaryBytes = 64 << 10
	zstdLevel       = 3
)

// Limits on what files of others may ask for.
const (
	maxPageBytes = 64 << 20
	readBytes    = 16 << 10
)

// node is the schema of a file. No column is nullable, which spares readers the definition levels.
func (l *layout) node(optional bool) (*schema.GroupNode, error) {
	var fields schema.FieldList
	for _, name := range l.times {
		field, err := schema.NewPrimitiveNodeLogical(name, parquet.Repetitions.Required,
			schema.NewTimestampLogicalType(true, schema.TimeUnitNanos), parquet.Types.Int64, 0, -1)
		if err != nil {
			return nil, err
		}
		fields = append(fields, field)
	}
	for i, name := range l.values {
		if optional || !l.isOptional(i) {
			fields = append(fields, schema.NewFloat64Node(name, parquet.Repetitions.Required, -1))
		}
	}
	return schema.NewGroupNode("schema", parquet.Repetitions.Required, fields, -1)
}

// properties encodes times as differences, of which a year of minutes needs a few bytes a page, and values
// by dictionary, because prices lie on a grid. Only times have statistics; rows are found by them.
func (l *layout) properties() *parquet.WriterProperties {
	p := []parquet.WriterProperty{
		parquet.WithCompression(compress.Codecs.Zstd), parquet.WithCompressionLevel(zstdLevel),
		parquet.WithDataPageSize(pageBytes), parquet.WithDictionaryPageSizeLimit(dictionaryBytes),
		parquet.WithStats(false), parquet.WithCreatedBy("tidemark"),
		parquet.WithSortingColumns([]parquet.SortingColumn{{ColumnIdx: int32(len(l.times) - 1)}}),
	}
	for _, name := range l.times {
		p = append(p, parquet.WithDictionaryFor(name, false), parquet.WithStatsFor(name, true),
			parquet.WithEncodingFor(name, parquet.Encodings.DeltaBinaryPacked))
	}
	return parquet.NewWriterProperties(p...)
}

func readerProperties() *parquet.ReaderProperties {
	p := parquet.NewReaderProperties(nil)
	p.BufferedStreamEnabled = true
	p.BufferSize = readBytes
	p.MaxCompressedPageSize, p.MaxUncompressedPageSize = maxPageBytes, maxPageBytes
	return p
}

// find is the place of each of the layout's columns in a file, -1 for an optional one that it lacks.
func (l *layout) find(s *schema.Schema) ([]int, error) {
	var places []int
	seen := make(map[string]bool)
	for i := range s.NumColumns() {
		name := s.Column(i).Path()
		if seen[name] {
			return nil, fmt.Errorf("column %q is there twice", name)
		}
		seen[name] = true
	}
	for _, name := range l.times {
		i := s.ColumnIndexByName(name)
		if i < 0 {
			return nil, fmt.Errorf("column %q is missing; its columns are %s", name, columnNames(s))
		}
		column := s.Column(i)
		t, ok := column.LogicalType().(schema.TimestampLogicalType)
		if !ok || column.PhysicalType() != parquet.Types.Int64 || !t.IsAdjustedToUTC() || t.TimeUnit() != schema.TimeUnitNanos || column.MaxRepetitionLevel() > 0 {
			return nil, fmt.Errorf("column %q is %s %s: want timestamp[ns, UTC]", name, column.PhysicalType(), column.LogicalType())
		}
		places = append(places, i)
	}
	for i, name := range l.values {
		place := s.ColumnIndexByName(name)
		switch {
		case place < 0 && l.isOptional(i):
		case place < 0:
			return nil, fmt.Errorf("column %q is missing; its columns are %s", name, columnNames(s))
		case s.Column(place).PhysicalType() != parquet.Types.Double || s.Column(place).MaxRepetitionLevel() > 0:
			return nil, fmt.Errorf("column %q is %s: want float64", name, s.Column(place).PhysicalType())
		}
		places = append(places, place)
	}
	return places, nil
}

func columnNames(s *schema.Schema) string {
	names := make([]string, s.NumColumns())
	for i := range names {
		names[i] = s.Column(i).Name()
	}
	return enumerate(names)
}

// span is the least and greatest time of a row group, by its statistics; false when it has none.
func span(group *metadata.RowGroupMetaData, column int) (first, last market.Time, ok bool, err error) {
	chunk, err := group.ColumnChunk(column)
	if err != nil {
		return 0, 0, false, err
	}
	set, err := chunk.StatsSet()
	if err != nil || !set {
		return 0, 0, false, err
	}
	stats, err := chunk.Statistics()
	if err != nil {
		return 0, 0, false, err
	}
	times, isTimes := stats.(*metadata.Int64Statistics)
	if !isTimes || !times.HasMinMax() {
		return 0, 0, false, nil
	}
	return market.Time(times.Min()), market.Time(times.Max()), true, nil
}
