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
 * The content of a model's parameters, each kept as its source stores it.
 *
 * <p>Tensors may be views of a file, so that nothing is read before an engine asks.
 */
public final class ParameterStore {
  /**
   * A parameter's content.
   *
   * @param tensor the tensor as its source stores it
   * @param view how the layer sees it
   */
  public record Stored(Tensor tensor, View view) {}

  /**
   * Something that changes parameters elsewhere, such as a training session on an engine, and has
   * newer values than the store until it is asked for them.
   */
  @FunctionalInterface
  public interface Holder {
    /** Puts the present values into the store. */
    void handBack();
  }

  /** Content that is made when it is first wanted, once. */
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
        stored = known;
        source = null;
      }
      return known;
    }
  }

  private final Map<Parameter, Content> contents = new IdentityHashMap<>();

  /** The store that this one has become a part of, by {@link #join}. */
  private @Nullable ParameterStore whole;

  private @Nullable Holder holder;
  private long version;

  /** Makes two stores one: what is put into either is found in both. */
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
   * Says who has the newest values from now on; whoever had them before hands them back first.
   *
   * @param next null for the store itself
   */
  public void hold(@Nullable Holder next) {
    ParameterStore root = root();
    Holder before = root.holder;
    if (before != null && before != next) {
      root.holder = null;
      before.handBack();
    }
    root.holder = next;
  }

  /** Says that somebody has put all newer values into the store that anyone still needs. */
  public void release(Holder somebody) {
    if (isHeldBy(somebody)) {
      root().holder = null;
    }
  }

  /** Returns whether somebody has the newest values, other than the store. */
  public boolean isHeldBy(Holder somebody) {
    return root().holder == somebody;
  }

  /** Returns a number that grows with every change, so that copies can be known to be old. */
  public long version() {
    return root().version;
  }

  /**
   * Sets a parameter from a file's tensor.
   *
   * @throws IllegalArgumentException if the tensor, seen through the view, has another shape
   */
  public void put(Parameter parameter, Tensor stored, View view) {
    if (stored.dtype() == DType.STRING && parameter.dtype() != DType.STRING) {
      throw new IllegalArgumentException(
          "parameter '" + parameter.path() + "' holds numbers but received strings");
    }
    long[] seen = view.isIdentity() ? stored.shape() : view.apply(stored).shape();
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
   * Sets a parameter to a tensor that is made when it is first wanted, such as random numbers that
   * a file's weights may replace before anyone reads them.
   *
   * @param source gives the tensor, in the parameter's own shape; asked once at most
   */
  public void putLater(Parameter parameter, Supplier<Tensor> source) {
    root().contents.put(parameter, new Content(source, null));
    root().version++;
  }

  /**
   * Sets all elements of a parameter to one number. An engine can do so without the tensor, which
   * is made when somebody wants it.
   */
  public void putFilled(Parameter parameter, double everywhere) {
    root().contents.put(parameter, new Content(parameter, everywhere));
    root().version++;
  }

  /** Returns the number that {@link #putFilled} set all elements to, null if nothing did. */
  public @Nullable Double filledWith(Parameter parameter) {
    Content content = root().contents.get(parameter);
    return content == null ? null : content.everywhere;
  }

  /** Sets a parameter to a tensor in the layer's own arrangement. */
  public void put(Parameter parameter, Tensor tensor) {
    put(parameter, tensor, View.identity());
  }

  /** Returns whether a parameter has content. */
  public boolean has(Parameter parameter) {
    return root().contents.containsKey(parameter);
  }

  /**
   * Returns a parameter's content as the layer wants it, in the parameter's own element type.
   *
   * @throws IllegalStateException if it has none
   */
  public Tensor get(Parameter parameter) {
    Stored stored = stored(parameter);
    return stored.view.apply(stored.tensor).cast(parameter.dtype());
  }

  /** Returns how the layer sees what is stored, without making it. */
  public View view(Parameter parameter) {
    return content(parameter).view();
  }

  /**
   * Returns a parameter's content as its source stores it, with the view on it.
   *
   * @throws IllegalStateException if it has none
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
