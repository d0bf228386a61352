// Prints a new todo with a due date, and the due date in the answer that the first argument holds.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	client "example.org/todo/client"
)

func main() {
	todo := client.NewTodoReq("x")
	todo.SetDueDate("2030-01-31")
	text, err := json.Marshal(todo)
	if err != nil {
		panic(err)
	}
	var answer client.TodoRes200
	if err := json.Unmarshal([]byte(os.Args[1]), &answer); err != nil {
		panic(err)
	}
	fmt.Println(string(text))
	fmt.Println(answer.Data.DueDate.Unix())
}
