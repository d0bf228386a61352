import org.openapitools.client.JSON;
import org.openapitools.client.model.TodoReq;
import org.openapitools.client.model.TodoRes200;

/** Prints a new todo with a due date, and the due date in the answer that the first argument holds. */
public class Probe {
  public static void main(String[] args) throws Exception {
    new JSON();
    System.out.println(new TodoReq().title("x").dueDate("2030-01-31").toJson());
    System.out.println(TodoRes200.fromJson(args[0]).getData().getDueDate().toEpochSecond());
  }
}
