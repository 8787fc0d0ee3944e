package dev.tenon.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.Model;
import dev.tenon.cli.option.InputFile;
import dev.tenon.cli.output.ExitCodes;
import dev.tenon.cli.output.Output;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.ir.op.RuntimeOperators;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what is in a file, and what of it Tenon is not able to handle. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Print what is in a model and what is unsupported, and where.",
      "The exit code is 0 where all of it is supported, 1 otherwise."
    },
    footer = {"  tenon check model.h5", "  tenon check model.onnx --json"})
final class CheckCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "MODEL",
      converter = InputFile.class,
      description = "A Keras or ONNX file, a SavedModel's folder, or a frozen TensorFlow graph.")
  private Path model = Path.of("");

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Output out = Output.of(spec);
    ObjectNode report = JsonNodeFactory.instance.objectNode();
    report.put("file", model.toString());
    int code = 0;
    try (Model loaded = Model.load(model)) {
      report.put("status", "supported");
      loaded.info().description().forEach(report::put);
      ObjectNode kinds = report.putObject("kinds");
      loaded.info().kinds().forEach(kinds::put);
      Map<String, Integer> recognised = loaded.onnx().recognised();
      if (!recognised.isEmpty()) {
        recognised.forEach(report.putObject("recognised")::put);
      }
      loaded.info().warnings().forEach(report.withArray("warnings")::add);
      if (loaded.onnx().opset() > 0) {
        // ONNX Runtime may run a file that Tenon cannot read as a graph: that alone is no support.
        OnnxGraph graph = loaded.onnx().graph();
        if (graph.graph().outputs().isEmpty()) {
          throw new UnsupportedModelException(
              String.valueOf(model.getFileName()),
              "holds "
                  + loaded.onnx().structure().initializers().size()
                  + " weights and no network: it has no outputs; load the model that they belong"
                  + " to");
        }
        if (!graph.strangeOperators().isEmpty()) {
          throw new UnsupportedModelException(
              "holds operators that neither engine has:",
              graph.strangeOperators().keySet().stream().map(CheckCommand::reason).toList());
        }
      }
    } catch (UnsupportedModelException e) {
      code = ExitCodes.FINDINGS;
      report.put("status", "unsupported");
      report.put("message", e.getMessage());
      e.unsupported().forEach(report.withArray("unsupported")::add);
    } catch (MalformedModelException e) {
      code = ExitCodes.FINDINGS;
      report.put("status", "malformed");
      report.put("message", e.getMessage());
    }
    if (json) {
      out.json(report, true);
    } else {
      report.properties().forEach(entry -> line(out, entry.getKey(), entry.getValue()));
    }
    return code;
  }

  private static String reason(String operator) {
    int colon = operator.lastIndexOf(':');
    String domain = operator.substring(0, Math.max(0, colon));
    return operator + ": " + RuntimeOperators.reason(domain, operator.substring(colon + 1));
  }

  private static void line(Output out, String key, JsonNode value) {
    if (value instanceof ArrayNode list) {
      out.line(key + ":" + (list.isEmpty() ? " none" : ""));
      list.forEach(item -> out.line("  " + item.asText()));
    } else if (value instanceof ObjectNode map) {
      out.line(key + ":");
      map.properties().forEach(entry -> out.line("  " + entry.getKey() + " " + entry.getValue()));
    } else {
      out.line(key + ": " + value.asText());
    }
  }
}
