package dev.tenon.cli.option;

import dev.tenon.saving.keras.KerasFormat;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * A kind of file that {@code --to} names.
 *
 * @param label its name
 * @param keras the kind of Keras file; null for others
 * @param graph TensorFlow's own format; null for others
 */
public record WrittenKind(String label, @Nullable KerasFormat keras, @Nullable GraphFormat graph) {
  private static final String ONNX = "onnx";
  private static final List<WrittenKind> ALL = all();

  private static List<WrittenKind> all() {
    List<WrittenKind> all = new ArrayList<>();
    all.add(new WrittenKind(ONNX, null, null));
    for (KerasFormat format : KerasFormat.values()) {
      all.add(new WrittenKind(format.label(), format, null));
    }
    for (GraphFormat format : GraphFormat.values()) {
      all.add(new WrittenKind(format.name().toLowerCase(Locale.ROOT), null, format));
    }
    return List.copyOf(all);
  }

  /** Returns the suffix of its files, with the point. */
  public String suffix() {
    return keras == null ? "." + label : keras.suffix();
  }

  /**
   * Fails where the name of a file asks for another kind: the suffix decides.
   *
   * @throws IllegalArgumentException that names both
   */
  public void check(String target) {
    boolean other =
        keras == null
            ? graph == null && !target.endsWith(suffix()) && target.contains(".")
            : GraphFormat.of(null, target) != null;
    if (other) {
      throw new IllegalArgumentException(
          "--to "
              + label
              + " contradicts the name '"
              + target
              + "': leave --to out, or choose a name that ends in "
              + suffix());
    }
  }

  /** The names, for the completion of a shell. */
  public static final class Candidates implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ALL.stream().map(WrittenKind::label).iterator();
    }
  }

  /** Reads a kind by its name. */
  public static final class Converter implements CommandLine.ITypeConverter<WrittenKind> {
    @Override
    public WrittenKind convert(String name) {
      for (WrittenKind kind : ALL) {
        if (kind.label.equalsIgnoreCase(name)) {
          return kind;
        }
      }
      throw new CommandLine.TypeConversionException(
          "expected "
              + String.join(", ", ALL.stream().map(WrittenKind::label).toList())
              + ", received '"
              + name
              + "'");
    }
  }
}
