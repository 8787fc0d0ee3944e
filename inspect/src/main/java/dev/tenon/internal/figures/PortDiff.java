package dev.tenon.internal.figures;

import dev.tenon.importers.onnx.structure.OnnxStructure;
import dev.tenon.ir.shape.Dim;
import dev.tenon.model.TensorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The differences of the inputs and outputs of two models.
 *
 * <p>Names of open lengths are not compared, only which of them are equal.
 */
public final class PortDiff {
  private final Map<String, String> symbols = new HashMap<>();
  private final Map<String, String> otherSymbols = new HashMap<>();
  private final List<String> found = new ArrayList<>();

  /** Creates an empty comparison. */
  public PortDiff() {}

  /**
   * Returns the inputs or outputs of a Keras model in the form of ONNX files.
   *
   * @param inputs the specifications
   */
  public static List<OnnxStructure.Port> of(List<TensorSpec> inputs) {
    return inputs.stream()
        .map(
            input ->
                new OnnxStructure.Port(
                    input.name(),
                    input.dtype().numpyName(),
                    input.shape().ranked(),
                    input.shape().ranked()
                        ? input.shape().dims().stream().map(Dim::toString).toList()
                        : List.of()))
        .toList();
  }

  /**
   * Compares inputs or outputs and adds their differences.
   *
   * @param what {@code input} or {@code output}, for the sentences
   * @param left those of the first model
   * @param right those of the second model
   */
  public PortDiff compare(
      String what, List<OnnxStructure.Port> left, List<OnnxStructure.Port> right) {
    Map<String, OnnxStructure.Port> a = byName(left);
    Map<String, OnnxStructure.Port> b = byName(right);
    for (String name : DifferenceSentences.union(a.keySet(), b.keySet())) {
      OnnxStructure.Port one = a.get(name);
      OnnxStructure.Port two = b.get(name);
      if (one == null || two == null) {
        OnnxStructure.Port known = Objects.requireNonNull(one == null ? two : one);
        found.add(DifferenceSentences.onlyIn(what + " " + known, one != null));
      } else if (!plain(one, symbols).equals(plain(two, otherSymbols))) {
        found.add(what + " " + one + " is " + two + " in the second model");
      }
    }
    boolean sameNames = a.keySet().equals(b.keySet());
    if (sameNames && !List.copyOf(a.keySet()).equals(List.copyOf(b.keySet()))) {
      found.add(what + "s are in another order: " + a.keySet() + " and " + b.keySet());
    }
    return this;
  }

  /** Returns sentences about the differences. */
  public List<String> found() {
    return found;
  }

  private static Map<String, OnnxStructure.Port> byName(List<OnnxStructure.Port> ports) {
    Map<String, OnnxStructure.Port> named = new LinkedHashMap<>();
    ports.forEach(port -> named.put(port.name(), port));
    return named;
  }

  /** Replaces names of open lengths by their order. */
  private static OnnxStructure.Port plain(OnnxStructure.Port port, Map<String, String> symbols) {
    List<String> dims = new ArrayList<>();
    for (String dim : port.dims()) {
      boolean known = dim.equals("?") || dim.matches("\\d+");
      dims.add(known ? dim : symbols.computeIfAbsent(dim, name -> "open " + symbols.size()));
    }
    return new OnnxStructure.Port(port.name(), port.type(), port.ranked(), dims);
  }
}
