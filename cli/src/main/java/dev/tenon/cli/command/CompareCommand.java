package dev.tenon.cli.command;

import dev.tenon.Model;
import dev.tenon.cli.option.FedInputs;
import dev.tenon.cli.option.InputFile;
import dev.tenon.cli.option.OptionNumbers;
import dev.tenon.cli.output.ExitCodes;
import dev.tenon.cli.output.Output;
import dev.tenon.inspect.Comparison;
import dev.tenon.internal.console.TextTable;
import dev.tenon.tensor.Tensor;
import dev.tenon.verify.SampleInputs;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
  private static final int FEW = 8;

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
        out.line("no --input: comparing on random numbers");
        batch = SampleInputs.random(a, 1, SEED);
      }
      Comparison comparison = compare(a, b, batch, random);
      TextTable table =
          new TextTable(
              List.of("first model", "second model", "max abs", "relative", ""), Set.of(2, 3));
      int differing = 0;
      for (Comparison.Line line : comparison.lines()) {
        boolean differs = comparison.differs(line);
        differing += differs ? 1 : 0;
        if (differs || all) {
          table.row(
              line.left(),
              line.byName() ? "=" : line.right(),
              number(line.difference().maxAbs()),
              number(line.difference().relative()),
              line.difference().problem().isEmpty()
                  ? (differs ? "differs" : "")
                  : line.difference().problem());
        }
      }
      if (differing > 0 || all) {
        out.print(table.toString());
      }
      out.line(
          comparison.lines().size()
              + " values compared, "
              + differing
              + " differ, "
              + (comparison.onlyLeft().size() + comparison.onlyRight().size())
              + " have no counterpart");
      unmatched(out, "first", comparison.onlyLeft());
      unmatched(out, "second", comparison.onlyRight());
      comparison
          .lostOutputs()
          .forEach(name -> out.line("output '" + name + "' has no counterpart in the other model"));
      Comparison.Line first = comparison.first();
      if (first != null) {
        String problem = first.difference().problem();
        out.line(
            "first to diverge: "
                + first.left()
                + (first.byName() ? "" : " (matched with " + first.right() + ")")
                + (problem.isEmpty()
                    ? " by "
                        + number(first.difference().maxAbs())
                        + ", "
                        + number(first.difference().relative())
                        + " of its largest value"
                    : ": " + problem));
      }
      return comparison.same() ? 0 : ExitCodes.FINDINGS;
    }
  }

  private void unmatched(Output out, String which, List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    int shown = all ? names.size() : Math.min(FEW, names.size());
    out.line(
        "only in the "
            + which
            + " model: "
            + String.join(", ", names.subList(0, shown))
            + (shown < names.size()
                ? ", and " + (names.size() - shown) + " more (--all names them)"
                : ""));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }
}
