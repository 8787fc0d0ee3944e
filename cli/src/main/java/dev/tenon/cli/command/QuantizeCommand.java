package dev.tenon.cli.command;

import dev.tenon.Model;
import dev.tenon.cli.convert.QuantizedFile;
import dev.tenon.cli.convert.WeightSavings;
import dev.tenon.cli.option.FedInputs;
import dev.tenon.cli.option.InputFile;
import dev.tenon.cli.option.ToOption;
import dev.tenon.cli.output.Output;
import dev.tenon.cli.output.Target;
import dev.tenon.saving.onnx.WeightStorage;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a model with smaller weights. */
@Command(
    name = "quantize",
    mixinStandardHelpOptions = true,
    description =
        "Write a model with smaller weights, and print both sizes and how far its outputs move, "
            + "on --input or else on random inputs.",
    footer = {
      "  tenon quantize model.onnx --weights int8 -o small.onnx --input photos.npz",
      "  tenon quantize model.keras --weights int8 -o small.keras"
    })
final class QuantizeCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "MODEL",
      converter = InputFile.class,
      description = "A Keras or ONNX file.")
  private Path model = Path.of("");

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DST",
      description = "An .onnx, or a .keras, which Keras opens.")
  private Path output = Path.of("");

  @Option(
      names = "--weights",
      required = true,
      paramLabel = "KIND",
      description =
          "int8 (a quarter of the size) or, for an .onnx, float16 (half of it). A .keras has int8 "
              + "in the layers that Keras quantizes: Dense, EinsumDense and embeddings.")
  private WeightStorage weights = WeightStorage.INT8;

  @Mixin private FedInputs inputs = new FedInputs();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the random inputs of a .keras; by default 0.")
  private long seed;

  @Option(names = "--json", description = "Print sizes and differences as JSON.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private ToOption to = new ToOption();

  @Override
  public Integer call() throws Exception {
    if (weights == WeightStorage.FULL) {
      throw new IllegalArgumentException(
          "--weights full leaves the weights as they are: choose float16 or int8");
    }
    if (Files.exists(output) && Files.exists(model) && Files.isSameFile(model, output)) {
      throw new IllegalArgumentException(
          "MODEL and DST are the same file, '" + output + "': name another DST");
    }
    return to.of(output, "onnx", "keras").write(Output.of(spec), this::quantize);
  }

  private int quantize(Target target, Output out) throws IOException {
    boolean keras = target.suffix().equals("keras");
    if (keras && weights != WeightStorage.INT8) {
      throw new IllegalArgumentException(
          "--weights float16 is for .onnx files; Keras quantizes to int8: write an .onnx, or give"
              + " --weights int8");
    }
    try (Model loaded = Model.load(model)) {
      Map<String, Tensor> fed = inputs.read(loaded, model);
      WeightSavings savings =
          keras
              ? QuantizedFile.keras(loaded, target.file(), "int8", fed, seed)
              : QuantizedFile.onnx(loaded, target.file(), weights, fed);
      if (json) {
        out.json(savings.json(), true);
      } else {
        out.line(model + " -> " + target.title());
        savings.notes().forEach(note -> out.line("  note: " + note));
        savings.lines("--input FILE").forEach(line -> out.line("  " + line));
      }
    }
    return 0;
  }
}
