// Reads Windows events as XML, each ended by a zero byte on standard input, with the parser Winlogbeat itself uses, and says what it could
// not read: "<events> <bad>" on standard output, the first complaints on standard error.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"

	"github.com/elastic/beats/v7/winlogbeat/sys/winevent"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(make([]byte, 1<<20), 1<<26)
	lines.Split(func(data []byte, atEnd bool) (int, []byte, error) {
		if i := bytes.IndexByte(data, 0); i >= 0 {
			return i + 1, data[:i], nil
		}
		if atEnd && len(data) > 0 {
			return len(data), data, nil
		}
		return 0, nil, nil
	})
	events, bad := 0, 0
	complain := func(what any) {
		bad++
		if bad <= 5 {
			fmt.Fprintln(os.Stderr, what)
		}
	}
	for lines.Scan() {
		events++
		event, err := winevent.UnmarshalXML(lines.Bytes())
		switch {
		case err != nil:
			complain(err)
		case event.EventIdentifier.ID == 0 || event.Channel == "" || event.RecordID == 0 || event.TimeCreated.SystemTime.IsZero():
			complain("an event without id, channel, record or time")
		default:
			event.Fields()
		}
	}
	if err := lines.Err(); err != nil {
		complain(err)
	}
	fmt.Println(events, bad)
}
