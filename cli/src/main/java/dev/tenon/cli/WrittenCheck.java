package dev.tenon.cli;

import dev.tenon.Model;
import dev.tenon.verify.Conversion;
import dev.tenon.verify.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Compares what {@code convert} wrote with what it was written from, and says what came of it.
 *
 * @param random whether to compare on random inputs
 * @param golden recorded outputs to compare with too
 */
record WrittenCheck(Output out, boolean random, @Nullable Golden golden) {

  /** Says whether everything that was asked for is equal. */
  boolean isGood(Model model, Path written) throws IOException {
    boolean good = true;
    if (random) {
      good = report("verified on random inputs", Conversion.compare(model, written));
    }
    if (golden != null) {
      Conversion.Outcome outcome = Conversion.compare(model, golden, written);
      good &= report("verified against " + golden.file(), outcome);
    }
    return good;
  }

  private boolean report(String what, Conversion.Outcome outcome) {
    outcome.lines().forEach(line -> out.line("  " + text(line, outcome)));
    outcome.notCompared().forEach(left -> out.line("  not compared: " + left));
    if (outcome.weak()) {
      out.line(what + ": weak: equal within " + outcome.bound() + ", which proves nothing");
      return true;
    }
    String verdict = outcome.good() ? ": equal within " : ": DIFFERENT; the bound is ";
    out.line(what + verdict + outcome.bound());
    return outcome.good();
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
    boolean weak = line.weak() && line.difference().relative() <= outcome.bound().relative();
    return weak ? figures + " (weak: it is one number throughout, which proves nothing)" : figures;
  }
}
