package dev.tenon.cli.command;

import dev.tenon.Model;
import dev.tenon.cli.option.FedInputs;
import dev.tenon.cli.option.InputFile;
import dev.tenon.cli.option.OptionNumbers;
import dev.tenon.cli.output.ComparisonReport;
import dev.tenon.cli.output.ExitCodes;
import dev.tenon.cli.output.Output;
import dev.tenon.inspect.Comparison;
import dev.tenon.tensor.Tensor;
import dev.tenon.verify.SampleInputs;
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

/** Runs two models on one input and compares them layer by layer. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = "Compare what two models compute, and name the first layer that diverges.",
    footer = {
      "  tenon compare model.h5 model.onnx",
      "  tenon compare before.keras after.keras --input x.npz --all"
    })
final class CompareCommand implements Callable<Integer> {
  private static final long SEED = 20261124;

  @Parameters(
      index = "0",
      converter = InputFile.class,
      paramLabel = "A",
      description = "A Keras or ONNX file.")
  private Path left = Path.of("");

  @Parameters(
      index = "1",
      converter = InputFile.class,
      paramLabel = "B",
      description = "Another, of either format.")
  private Path right = Path.of("");

  @Mixin private FedInputs inputs = new FedInputs();

  @Option(
      names = "--tolerance",
      paramLabel = "NUMBER",
      description = "The relative difference that counts as none; 1e-5 unless given.")
  private double tolerance = 1e-5;

  @Option(
      names = "--all",
      description = "Show every layer, not only those that differ or have no counterpart.")
  private boolean all;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  private Comparison compare(Model a, Model b, Map<String, Tensor> batch, boolean random) {
    try {
      return Comparison.of(a, b, batch, tolerance);
    } catch (IllegalArgumentException e) {
      if (!random) {
        throw e;
      }
      throw new IllegalArgumentException(
          e.getMessage()
              + "\n  the random numbers may have lengths or values that the model cannot take:"
              + " give a real input with --input",
          e);
    }
  }

  @Override
  public Integer call() throws Exception {
    Output out = Output.of(spec);
    OptionNumbers.atLeast("--tolerance", 0, tolerance);
    try (Model a = Model.load(left);
        Model b = Model.load(right)) {
      Map<String, Tensor> batch = inputs.read(a, left);
      boolean random = batch.isEmpty();
      if (random) {
        if (!json) {
          out.line("no --input: comparing on random numbers");
        }
        batch = SampleInputs.random(a, 1, SEED);
      }
      Comparison comparison = compare(a, b, batch, random);
      ComparisonReport report = new ComparisonReport(comparison, all);
      if (json) {
        out.json(report.json(), false);
      } else {
        report.print(out);
      }
      return comparison.same() ? 0 : ExitCodes.FINDINGS;
    }
  }
}
