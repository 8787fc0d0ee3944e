package dev.tenon.ir.graph;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The content of a model's parameters, each in the form of its source.
 *
 * <p>Tensors may be views of a file, so that data are read only when an engine needs them.
 */
public final class ParameterStore {
  /**
   * A parameter's content.
   *
   * @param tensor the tensor in the form of its source
   * @param view the conversion to the layer's form
   */
  public record Stored(Tensor tensor, View view) {}

  /**
   * An owner of newer values than the store's, such as a training session, until the store asks for
   * them.
   */
  @FunctionalInterface
  public interface Holder {
    /** Stores the present values. */
    void handBack();
  }

  /** Content that is made when it is first wanted. */
  private static final class Content {
    private final @Nullable Double everywhere;
    private @Nullable Supplier<Tensor> source;
    private @Nullable Stored stored;

    Content(@Nullable Supplier<Tensor> source, @Nullable Stored stored) {
      this.everywhere = null;
      this.source = source;
      this.stored = stored;
    }

    Content(Parameter parameter, double everywhere) {
      this.everywhere = everywhere;
      this.source = () -> Tensor.full(parameter.dtype(), everywhere, parameter.shape());
    }

    synchronized View view() {
      return stored == null ? View.identity() : stored.view;
    }

    synchronized Stored get() {
      Stored known = stored;
      if (known == null) {
        known = new Stored(Objects.requireNonNull(source).get(), View.identity());
        if (everywhere == null) {
          stored = known;
          source = null;
        }
      }
      return known;
    }
  }

  private final Map<Parameter, Content> contents = new IdentityHashMap<>();

  /** Creates a store without content. */
  public ParameterStore() {}

  /** The store that this one has become a part of, by {@link #join}. */
  private @Nullable ParameterStore whole;

  private @Nullable Holder holder;
  private long version;

  /** Merges two stores; later changes of one apply to both. */
  public void join(ParameterStore other) {
    ParameterStore mine = root();
    ParameterStore theirs = other.root();
    if (mine != theirs) {
      theirs.hold(null);
      mine.contents.putAll(theirs.contents);
      theirs.contents.clear();
      theirs.whole = mine;
      mine.version++;
    }
  }

  private ParameterStore root() {
    return whole == null ? this : whole.root();
  }

  /**
   * Sets the owner of the newest values; the previous owner returns its values first.
   *
   * @param next null for the store itself
   */
  public void hold(@Nullable Holder next) {
    ParameterStore root = root();
    Holder before = root.holder;
    if (before != null && before != next) {
      root.holder = null;
      try {
        before.handBack();
      } catch (RuntimeException | Error e) {
        // It still has the newest values, for the next who asks.
        root.holder = before;
        throw e;
      }
    }
    root.holder = next;
  }

  /** Ends the ownership of a holder that has stored its values. */
  public void release(Holder somebody) {
    if (isHeldBy(somebody)) {
      root().holder = null;
    }
  }

  /** Returns whether a holder owns the newest values. */
  public boolean isHeldBy(Holder somebody) {
    return root().holder == somebody;
  }

  /** Returns a number that grows with every change. */
  public long version() {
    return root().version;
  }

  /**
   * Sets a parameter to a stored tensor.
   *
   * @throws IllegalArgumentException if the tensor has another shape after the view
   */
  public void put(Parameter parameter, Tensor stored, View view) {
    if (stored.dtype() == DType.STRING && parameter.dtype() != DType.STRING) {
      throw new IllegalArgumentException(
          "parameter '" + parameter.path() + "' holds numbers but received strings");
    }
    long[] seen = view.shape(stored.shape());
    if (!Arrays.equals(seen, parameter.shape())) {
      throw new IllegalArgumentException(
          "parameter '"
              + parameter.path()
              + "' needs shape "
              + Arrays.toString(parameter.shape())
              + " but received "
              + Arrays.toString(seen));
    }
    root().contents.put(parameter, new Content(null, new Stored(stored, view)));
    root().version++;
  }

  /**
   * Sets a parameter to a tensor that is computed at its first use, such as random numbers.
   *
   * @param source returns the tensor in the parameter's shape; called at most once
   */
  public void putLater(Parameter parameter, Supplier<Tensor> source) {
    root().contents.put(parameter, new Content(source, null));
    root().version++;
  }

  /**
   * Sets all elements of a parameter to one number. The tensor is made whenever it is wanted, and
   * not kept: an optimizer's variables are as large as the weights.
   */
  public void putFilled(Parameter parameter, double everywhere) {
    root().contents.put(parameter, new Content(parameter, everywhere));
    root().version++;
  }

  /** Returns the number of {@link #putFilled}; null for other content. */
  public @Nullable Double filledWith(Parameter parameter) {
    Content content = root().contents.get(parameter);
    return content == null ? null : content.everywhere;
  }

  /** Sets a parameter to a tensor in the layer's form. */
  public void put(Parameter parameter, Tensor tensor) {
    put(parameter, tensor, View.identity());
  }

  /** Returns whether a parameter has content. */
  public boolean has(Parameter parameter) {
    return root().contents.containsKey(parameter);
  }

  /**
   * Returns a parameter's content in the layer's form and the parameter's element type.
   *
   * @throws IllegalStateException if it has no content
   */
  public Tensor get(Parameter parameter) {
    Stored stored = stored(parameter);
    return stored.view.apply(stored.tensor).cast(parameter.dtype());
  }

  /** Returns the view of a parameter, without computing its content. */
  public View view(Parameter parameter) {
    return content(parameter).view();
  }

  /**
   * Returns a parameter's content in the form of its source, with the view.
   *
   * @throws IllegalStateException if it has no content
   */
  public Stored stored(Parameter parameter) {
    return content(parameter).get();
  }

  private Content content(Parameter parameter) {
    Content content = root().contents.get(parameter);
    if (content == null) {
      throw new IllegalStateException(
          "parameter '"
              + parameter.path()
              + "' has no content: load weights first, or initialize the model");
    }
    return content;
  }
}
