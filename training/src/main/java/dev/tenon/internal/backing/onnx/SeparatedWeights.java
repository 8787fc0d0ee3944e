package dev.tenon.internal.backing.onnx;

import dev.tenon.formats.onnx.InitializerCopies;
import dev.tenon.internal.text.PlainText;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Says which weights of an ONNX network are trained apart although the file stores them once. */
final class SeparatedWeights {
  private SeparatedWeights() {}

  /**
   * Logs a warning for copies that may be learned.
   *
   * @param label what messages call the network
   * @param learned the names of all that may be learned, copies included
   */
  static void log(String label, InitializerCopies copies, Collection<String> learned) {
    Set<String> may = new HashSet<>(learned);
    List<String> made = copies.originals().keySet().stream().filter(may::contains).toList();
    if (made.isEmpty()) {
      return;
    }
    long stored = made.stream().map(copies::original).distinct().count();
    String first = made.get(0);
    String text =
        label
            + ": "
            + stored
            + (stored == 1 ? " initializer stands for " : " initializers stand for ")
            + (stored + made.size())
            + " weights that were equal when the file was exported; each is trained on its own, such"
            + " as '"
            + first
            + "', which is stored as '"
            + copies.original(first)
            + "'";
    System.getLogger("dev.tenon.Model").log(System.Logger.Level.WARNING, PlainText.of(text));
  }
}
