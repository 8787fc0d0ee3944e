package dev.tenon.cli.convert;

import dev.tenon.Model;
import dev.tenon.cli.output.ExitCodes;
import dev.tenon.cli.output.Output;
import dev.tenon.verify.Conversion;
import dev.tenon.verify.NoSampleInputException;
import dev.tenon.verify.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares what {@code convert} wrote with what it was written from, and says what came of it.
 *
 * @param random whether to compare on random inputs
 * @param golden recorded outputs to compare with too
 * @param demanded whether it fails where no random input fits the model
 */
public record WrittenCheck(
    Output out, boolean random, @Nullable Recording golden, boolean demanded) {

  public WrittenCheck(Output out, boolean random, @Nullable Recording golden) {
    this(out, random, golden, random);
  }

  /** Says whether anything is to be compared. */
  boolean isAsked() {
    return random || golden != null;
  }

  /** Returns the check that compares on random inputs, too, as far as any fit. */
  WrittenCheck withRandom() {
    return new WrittenCheck(out, true, golden, false);
  }

  /**
   * Returns the exit code: 0 where everything that was asked for is equal, {@link
   * ExitCodes#FINDINGS} where something differs, {@link ExitCodes#UNCHECKED} where nothing could be
   * compared.
   */
  public int code(Model model, Path written) throws IOException {
    boolean good = true;
    boolean compared = true;
    if (random) {
      try {
        good = report("verified on random inputs", Conversion.compare(model, written));
      } catch (NoSampleInputException e) {
        compared = golden != null || !demanded;
        out.line("not verified: the check's own input failed, not the file: " + e.getMessage());
        if (golden == null) {
          out.line("  give inputs and outputs that were recorded: --golden FILE.npz");
        }
      }
    }
    if (golden != null) {
      Conversion.Outcome outcome = Conversion.compare(model, golden, written);
      good &= report("verified against " + golden.file(), outcome);
    }
    return !good ? ExitCodes.FINDINGS : compared ? 0 : ExitCodes.UNCHECKED;
  }

  /** Prints an outcome, and says whether it is good. */
  boolean report(String what, Conversion.Outcome outcome) {
    outcome.lines().forEach(line -> out.line("  " + text(line, outcome)));
    outcome.notCompared().forEach(left -> out.line("  not compared: " + left));
    if (outcome.weak()) {
      out.line(what + ": weak: equal within " + outcome.bound() + ", which proves nothing");
      return true;
    }
    String verdict = outcome.good() ? ": equal within " : ": DIFFERENT; the bound is ";
    out.line(what + verdict + outcome.bound() + allowed(outcome));
    return outcome.good();
  }

  /** Names the outputs to which more than the relative bound was allowed, and why. */
  private static String allowed(Conversion.Outcome outcome) {
    return outcome.lines().stream()
        .filter(line -> line.allowance() != null && line.good(outcome.bound()))
        .map(line -> "; '" + line.output() + "' within " + line.allowance())
        .collect(Collectors.joining());
  }

  private static String text(Conversion.Line line, Conversion.Outcome outcome) {
    String figures =
        String.format(
            Locale.ROOT,
            "%s: largest difference %.3g, relative %.3g",
            line.output(),
            line.difference().maxAbs(),
            line.difference().relative());
    if (!line.difference().problem().isEmpty()) {
      return figures + ", " + line.difference().problem();
    }
    if (!line.good(outcome.bound())) {
      boolean measured = line.allowance() != null && line.allowance().absolute() > 0;
      return measured ? figures + "; rounding explains " + line.allowance() : figures;
    }
    boolean rounding = line.allowance() != null;
    String why = rounding ? "most of it is rounding" : "it is one number throughout";
    return line.weak() ? figures + " (weak: " + why + ", which proves nothing)" : figures;
  }
}
