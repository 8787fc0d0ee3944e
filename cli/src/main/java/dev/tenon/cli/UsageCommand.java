package dev.tenon.cli;

import dev.tenon.Model;
import dev.tenon.ModelInput;
import dev.tenon.inspect.InputRange;
import dev.tenon.ir.shape.Dim;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says how to call a model from Java. */
@Command(
    name = "usage",
    mixinStandardHelpOptions = true,
    description = "Print what a model wants and gives, and Java to paste.")
final class UsageCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "A Keras or ONNX file.")
  private Path model = Path.of("");

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Output out = Output.of(spec);
    try (Model loaded = Model.load(model)) {
      out.line("Inputs (? is yours to choose; the first axis is the batch)");
      for (ModelInput input : loaded.inputs()) {
        out.line("  " + describe(input) + "; " + InputRange.of(loaded, input.name()));
      }
      out.line("Outputs");
      for (ModelInput output : loaded.outputs()) {
        out.line("  " + describe(output) + labels(output));
      }
      out.line("");
      out.line("Java");
      out.print(java(loaded));
    }
    return 0;
  }

  private static String describe(ModelInput input) {
    String shape =
        input.shape().ranked()
            ? input.shape().dims().stream()
                .map(dim -> dim instanceof Dim.Known ? dim.toString() : "?")
                .collect(Collectors.joining(", ", "(", ")"))
            : "(any)";
    return "'" + input.name() + "': " + input.dtype().numpyName() + " " + shape;
  }

  private static String labels(ModelInput output) {
    boolean imagenet =
        output.shape().ranked() && output.shape().rank() == 2 && output.shape().length(1) == 1000;
    return imagenet ? "; 1000 scores, most likely the classes of ImageNet" : "";
  }

  private String java(Model loaded) {
    List<ModelInput> inputs = loaded.inputs();
    StringBuilder text = new StringBuilder();
    text.append("  try (Model model = Model.load(Path.of(\"").append(model).append("\"))) {\n");
    for (int i = 0; i < inputs.size(); i++) {
      String shape =
          inputs.get(i).shape().dims().stream()
              .map(dim -> dim instanceof Dim.Known ? dim.toString() : "1")
              .collect(Collectors.joining(", "));
      text.append("    Tensor in").append(i).append(" = Tensor.zeros(DType.");
      text.append(inputs.get(i).dtype()).append(", ").append(shape).append(");\n");
    }
    if (inputs.size() == 1 && loaded.outputs().size() == 1) {
      text.append("    Tensor scores = model.predict(in0);\n");
      text.append("    System.out.println(scores);\n");
    } else {
      text.append("    Map<String, Tensor> results = model.predict(Map.of(");
      for (int i = 0; i < inputs.size(); i++) {
        text.append(i == 0 ? "" : ", ");
        text.append('"').append(inputs.get(i).name()).append("\", in").append(i);
      }
      text.append("));\n    results.forEach((name, tensor) -> System.out.println(tensor));\n");
    }
    return text.append("  }\n").toString();
  }
}
