package dev.tenon.keras.calls;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.error.MalformedModelException;
import dev.tenon.ir.graph.Value;
import dev.tenon.keras.config.Json;
import dev.tenon.layers.base.Arg;

/**
 * Finds the tensors that a configuration names.
 *
 * @param where the layer whose call is read, for messages
 */
record TensorLookup(String where, References references) {
  /** Finds the value that a call reads. */
  interface References {
    Value find(String layer, int node, int tensor);
  }

  /** Returns the tensor that an entry names. */
  Arg reference(JsonNode entry) {
    if (!entry.get(2).isIntegralNumber()) {
      throw new MalformedModelException(where, "a call reads from " + Json.shown(entry));
    }
    TensorEntry named = TensorEntry.of(entry);
    return new Arg.Ref(references.find(named.layer(), named.node(), named.tensor()));
  }
}
