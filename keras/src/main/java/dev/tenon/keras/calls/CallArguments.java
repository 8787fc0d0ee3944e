package dev.tenon.keras.calls;

import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.LayerCall;
import java.util.List;
import java.util.Map;

/** The positional arguments and the keywords of a layer's call. */
public record CallArguments(List<Arg> args, Map<String, Arg> kwargs) {
  /** Returns the values that the call reads, in the order in which Python takes them out. */
  public List<Value> reads() {
    return LayerCall.reads(args, kwargs);
  }
}
