package dev.tenon.layers.base;

import dev.tenon.ir.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An argument of a layer call: a value, a constant, or a nested structure of arguments. */
public sealed interface Arg {

  /** A tensor of the graph. */
  record Ref(Value value) implements Arg {}

  /** A number, string, boolean, {@link dev.tenon.tensor.Tensor} or null. */
  record Const(@Nullable Object value) implements Arg {}

  /** A list or tuple. */
  record Seq(List<Arg> items) implements Arg {
    public Seq {
      items = List.copyOf(items);
    }
  }

  /** A dictionary. */
  record Dict(Map<String, Arg> items) implements Arg {
    public Dict {
      items = Collections.unmodifiableMap(new LinkedHashMap<>(items));
    }
  }

  /** Python's {@code start:stop:step}, each part possibly {@code None}. */
  record Slice(Arg start, Arg stop, Arg step) implements Arg {}

  /** Python's {@code ...}. */
  record Ellipsis() implements Arg {}

  /** Returns the argument with other values in the places of its values. */
  default Arg map(UnaryOperator<Value> change) {
    return replace(value -> new Ref(change.apply(value)));
  }

  /** Returns the argument with other arguments in the places of its values. */
  default Arg replace(Function<Value, Arg> change) {
    if (this instanceof Ref ref) {
      return change.apply(ref.value);
    }
    if (this instanceof Seq seq) {
      return new Seq(seq.items.stream().map(item -> item.replace(change)).toList());
    }
    if (this instanceof Dict dict) {
      Map<String, Arg> items = new LinkedHashMap<>();
      dict.items.forEach((key, item) -> items.put(key, item.replace(change)));
      return new Dict(items);
    }
    if (this instanceof Slice slice) {
      return new Slice(
          slice.start.replace(change), slice.stop.replace(change), slice.step.replace(change));
    }
    return this;
  }

  /** Returns the values in this argument, in order. */
  default List<Value> values() {
    List<Value> found = new ArrayList<>();
    collect(this, found);
    return found;
  }

  private static void collect(Arg arg, List<Value> found) {
    if (arg instanceof Ref ref) {
      found.add(ref.value);
    } else if (arg instanceof Seq seq) {
      seq.items.forEach(item -> collect(item, found));
    } else if (arg instanceof Dict dict) {
      dict.items.values().forEach(item -> collect(item, found));
    } else if (arg instanceof Slice slice) {
      collect(slice.start, found);
      collect(slice.stop, found);
      collect(slice.step, found);
    }
  }
}
