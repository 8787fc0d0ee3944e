package dev.tenon.importers.onnx.upgrade;

import dev.tenon.ir.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Converts a node from a range of opsets to the newest opset. */
@FunctionalInterface
public interface OpsetUpgrade {
  /** For a range of opsets with the newest semantics. */
  OpsetUpgrade NONE = node -> null;

  /**
   * Changes the node, or writes it in other operators.
   *
   * @return the results if the upgrade wrote them; null if the changed node must still be written
   */
  @Nullable List<Value> apply(NodeDraft node);

  /** Returns the step that follows this one where this one wrote no results. */
  default OpsetUpgrade then(OpsetUpgrade next) {
    return node -> {
      List<Value> results = apply(node);
      return results == null ? next.apply(node) : results;
    };
  }
}
