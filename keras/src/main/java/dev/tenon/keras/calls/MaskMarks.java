package dev.tenon.keras.calls;

import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.Readers;
import dev.tenon.layers.attention.MultiHeadAttention;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.LegacyOption;
import dev.tenon.layers.catalog.LayerCatalog;
import dev.tenon.layers.common.LayerEntry;
import dev.tenon.layers.common.Masks;
import dev.tenon.layers.core.Identity;
import dev.tenon.layers.merging.Concatenate;
import dev.tenon.layers.merging.Merge;
import dev.tenon.layers.ops.KerasOp;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Marks on a call that say whose masks it follows where Keras 3 and tf_keras differ. No file has
 * them: they are added when a call is read, and removed before it is written.
 */
public final class MaskMarks {
  private static final String MASK = "mask";
  private static final Arg NONE = new Arg.Const(false);

  private MaskMarks() {}

  /** Adds the marks of a call that a file of a dialect has. */
  static void add(String className, Map<String, Arg> kwargs, KerasDialect dialect) {
    boolean older = dialect.before(KerasDialect.KERAS_3);
    if (CallRules.isRecurrent(className)) {
      if (kwargs.containsKey(CallRules.INITIAL_STATE) && !older) {
        // Keras 3 gives a layer its input's mask only where the input is all that it is given.
        kwargs.putIfAbsent(MASK, NONE);
      }
      return;
    }
    LayerEntry entry = older ? LayerCatalog.find(className) : null;
    if (entry != null && isMerging(entry.defaults())) {
      // Keras 2 joined the masks that there are by "and", and merged what they hide, too.
      kwargs.put(Masks.ALL, new Arg.Const(true));
    } else if (entry != null && entry.defaults() instanceof Identity) {
      // tf_keras' layer of this name loses masks.
      kwargs.put(MASK, NONE);
    }
  }

  /**
   * Removes the marks of a call.
   *
   * @param masked whether a layer of the model makes masks
   * @param notes takes sentences about readers that compute otherwise
   */
  public static void remove(
      LayerNode node,
      Map<String, Arg> kwargs,
      Readers readers,
      boolean masked,
      Consumer<String> notes) {
    Layer<?> layer = node.layer();
    boolean joinedByAnd = kwargs.remove(Masks.ALL) != null;
    // An operation's mask is an argument like others, and so are numbers given to a layer.
    boolean ignored = !(layer instanceof KerasOp) && isNone(kwargs.get(MASK));
    if (ignored) {
      kwargs.remove(MASK);
    }
    if (!masked) {
      return;
    }
    if (isMerging(layer)) {
      if (joinedByAnd ? readers.forKeras3() : readers.forTfKeras()) {
        notes.accept(
            "Layers that merge tensors whose masks differ compute otherwise in the other generation"
                + " of Keras: Keras 3 counts what any of the masks counts, tf_keras what all of"
                + " them do.");
      }
    } else if (layer instanceof MultiHeadAttention
        && !node.has(LegacyOption.KEPT_MASKS)
        && readers.forTfKeras()) {
      notes.accept(
          "MultiHeadAttention of Keras 3 takes the masks off what it reads, that of tf_keras does"
              + " not: layers that read the same later, and queries that may look at nothing,"
              + " compute otherwise there.");
    } else if (ignored && layer instanceof Identity && readers.forKeras3()) {
      notes.accept("Identity of tf_keras loses masks, that of Keras 3 hands them on.");
    } else if (ignored && !(layer instanceof Identity) && readers.forTfKeras()) {
      notes.accept(
          "Keras 3 gives no mask to a recurrent layer that gets initial states, tf_keras does:"
              + " where steps are hidden it computes otherwise.");
    }
  }

  private static boolean isMerging(Layer<?> layer) {
    return layer instanceof Merge || layer instanceof Concatenate;
  }

  /** Says whether a mask is None, or the mark that there is none. */
  private static boolean isNone(@Nullable Arg mask) {
    return mask instanceof Arg.Const constant
        && (constant.value() == null || constant.value().equals(false));
  }
}
