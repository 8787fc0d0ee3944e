package dev.tenon.ir.op;

import dev.tenon.tensor.DType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The operators that ONNX Runtime supports, from its own list.
 *
 * <p>A kernel may still lack a type, which only a session shows.
 */
public final class RuntimeOperators {
  private static final String FILE = "onnxruntime-operators.txt";
  private static final Map<String, Set<String>> BY_DOMAIN = read();

  private RuntimeOperators() {}

  /**
   * Returns whether ONNX Runtime has an operator.
   *
   * @param domain {@code ""} or {@code ai.onnx} for ONNX's own
   */
  public static boolean has(String domain, String operator) {
    return BY_DOMAIN.getOrDefault(standard(domain), Set.of()).contains(operator);
  }

  /**
   * Returns whether ONNX Runtime cannot compute an operator of ONNX's own in a real type on a CPU,
   * although ONNX allows it.
   *
   * @see <a href="https://github.com/microsoft/onnxruntime/blob/main/docs/OperatorKernels.md">ONNX
   *     Runtime: kernels</a>
   */
  public static boolean lacks(String operator, DType type) {
    Set<String> present = BY_DOMAIN.get("+" + type.numpyName());
    return (present != null && !present.contains(operator))
        || BY_DOMAIN.getOrDefault("-" + type.numpyName(), Set.of()).contains(operator);
  }

  /** Returns a clause that names the runtimes of an operator unknown to Tenon. */
  public static String reason(String domain, String operator) {
    if (has(domain, operator)) {
      return "only ONNX Runtime knows what it computes";
    }
    if (domain.contains("training")) {
      return "it is for training: neither engine has it. Export the network for inference; Tenon"
          + " trains it with compile and fit";
    }
    return BY_DOMAIN.containsKey(standard(domain))
        ? "neither ONNX Runtime nor Tenon has it"
        : "it is of a library of its own, which neither engine has: export the network without it";
  }

  private static String standard(String domain) {
    return domain.isEmpty() ? "ai.onnx" : domain;
  }

  private static Map<String, Set<String>> read() {
    Map<String, Set<String>> operators = new HashMap<>();
    try (InputStream stream =
            Objects.requireNonNull(RuntimeOperators.class.getResourceAsStream(FILE), FILE);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#")) {
          List<String> words = List.of(line.split(" "));
          operators.put(words.get(0), Set.copyOf(words.subList(1, words.size())));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(operators);
  }
}
