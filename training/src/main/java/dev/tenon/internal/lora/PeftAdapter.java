package dev.tenon.internal.lora;

import dev.tenon.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An adapter as PEFT has it, by the names of modules without {@code base_model.model}.
 *
 * @param factors the factors of each adapted module
 * @param saved whole weights that were trained beside them, by their full names
 */
public record PeftAdapter(Map<String, Factors> factors, Map<String, Tensor> saved) {
  public PeftAdapter {
    factors = new LinkedHashMap<>(factors);
    saved = new LinkedHashMap<>(saved);
  }

  /**
   * The factors of a module: its matrix gets {@code alpha / rank · B · A} more.
   *
   * @param a the factor of the inputs, of shape (rank, inputs)
   * @param b the factor of the outputs, of shape (outputs, rank)
   * @param alpha the strength
   * @param table whether the module is a table of embeddings, whose rows are its inputs
   */
  public record Factors(Tensor a, Tensor b, double alpha, boolean table) {
    /** Returns the rank. */
    public int rank() {
      return Math.toIntExact(a.dim(0));
    }
  }
}
