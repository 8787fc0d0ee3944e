package dev.tenon.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command prints to. */
public record Output(PrintWriter out, PrintWriter err) {
  /** Made when it is first wanted, which few commands do. */
  private static final class Json {
    static final ObjectMapper MAPPER = new ObjectMapper();
  }

  public static Output of(@Nullable CommandSpec spec) {
    if (spec == null) {
      throw new IllegalStateException("the command was not started by picocli");
    }
    return of(spec.commandLine().getOut(), spec.commandLine().getErr());
  }

  public static Output of(PrintWriter out, PrintWriter err) {
    return new Output(PlainWriter.of(out), err);
  }

  /** Returns one that prints to standard error: standard output has data. */
  Output toErr() {
    return new Output(PlainWriter.of(err), err);
  }

  public void print(String text) {
    out.print(text);
    out.flush();
  }

  public void line(String text) {
    out.println(text);
  }

  public void json(JsonNode node, boolean pretty) {
    try {
      out.println(
          pretty
              ? Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node)
              : Json.MAPPER.writeValueAsString(node));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
