package dev.tenon.internal.lora;

import dev.tenon.error.MalformedModelException;
import dev.tenon.internal.text.Names;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.View;
import dev.tenon.layers.lora.LoraAdapter;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a model of layers by the names that PEFT has for them.
 *
 * <p>A model from a folder of Hugging Face has the names of PyTorch. In any other, a module is the
 * path of its layer with dots.
 */
public final class PeftWeights {
  private static final String WEIGHT = ".weight";

  private final Map<String, Parameter> parameters;
  private final Map<Parameter, PeftPlace> places;
  private final Map<String, Parameter> byName = new LinkedHashMap<>();

  /**
   * Creates the names of a model.
   *
   * @param parameters all parameters by their paths
   * @param places where PyTorch has them; empty for a model from elsewhere
   */
  public PeftWeights(Map<String, Parameter> parameters, Map<Parameter, PeftPlace> places) {
    this.parameters = parameters;
    this.places = places;
    parameters.forEach(
        (path, parameter) -> {
          PeftPlace place = places.get(parameter);
          List<String> names = place == null ? List.of(dotted(path)) : place.names();
          names.forEach(name -> byName.putIfAbsent(name, parameter));
        });
  }

  private static String dotted(String path) {
    return path.replace('/', '.').replaceAll("\\.(kernel|embeddings)$", WEIGHT);
  }

  private String name(String path, Parameter parameter) {
    PeftPlace place = places.get(parameter);
    return place == null ? dotted(path) : place.names().get(0);
  }

  /**
   * Returns the path of the weight that a module adapts.
   *
   * @throws MalformedModelException if the model has no such module
   */
  public String path(String module) {
    return path(module, byName.get(module + WEIGHT));
  }

  /** Returns the path of the weight of a full name. */
  public String pathOf(String name) {
    return path(name, byName.get(name));
  }

  private String path(String name, @Nullable Parameter parameter) {
    for (Map.Entry<String, Parameter> entry : parameters.entrySet()) {
      if (entry.getValue() == parameter) {
        return entry.getKey();
      }
    }
    throw new MalformedModelException(
        PeftFolder.CONFIG,
        "the adapter is of another network: "
            + Names.unknown("module", name + WEIGHT, byName.keySet()));
  }

  /** Returns a weight in the form of its layer. */
  public Tensor seen(String path, Tensor stored) {
    Parameter parameter = parameters.get(path);
    PeftPlace place = parameter == null ? null : places.get(parameter);
    return place == null ? stored : place.view().apply(stored);
  }

  /** Adds an adapter of a model to those of a folder. */
  public void add(
      Map<String, PeftAdapter.Factors> factors,
      String path,
      LoraAdapter adapter,
      Tensor a,
      Tensor b) {
    String name = name(path, adapter.weight());
    String module =
        name.endsWith(WEIGHT) ? name.substring(0, name.length() - WEIGHT.length()) : name;
    factors.put(module, matrices(adapter, a, b));
  }

  /** Adds a whole weight to those of a folder. */
  public void add(Map<String, Tensor> saved, String path, Parameter parameter, Tensor value) {
    PeftPlace place = places.get(parameter);
    View view = place == null ? View.identity() : place.view();
    saved.put(name(path, parameter), view.invert(value).cast(DType.FLOAT32));
  }

  /**
   * Returns the factors as matrices of the inputs and of the outputs.
   *
   * <p>Keras splits a kernel of inputs, heads and lengths before the last axis. Each head has a
   * part of A of its own then, and B is repeated: the matrix has the rank times the number of
   * heads.
   */
  private static PeftAdapter.Factors matrices(LoraAdapter adapter, Tensor a, Tensor b) {
    long[] shape = adapter.weight().shape();
    int split = a.rank() - 1;
    int rows = product(shape, 0, adapter.inputs());
    int between = product(shape, adapter.inputs(), split);
    int columns = product(shape, split, shape.length);
    int rank = adapter.config().rank();
    Tensor left = a.reshape(rows, (long) between * rank);
    Tensor right = b.reshape(rank, columns);
    if (between > 1) {
      Tensor.Writer blocks = new Tensor.Writer(b.dtype(), between * rank * between * columns);
      for (int block = 0; block < between; block++) {
        for (int row = 0; row < rank; row++) {
          int at = ((block * rank + row) * between + block) * columns;
          for (int column = 0; column < columns; column++) {
            blocks.set(at + column, right.getDouble((long) row * columns + column));
          }
        }
      }
      right = blocks.build((long) between * rank, (long) between * columns);
    }
    return new PeftAdapter.Factors(
        left.transpose(1, 0),
        right.transpose(1, 0),
        adapter.config().scale() * rank * between,
        adapter.weight().name().equals("embeddings"));
  }

  /** Returns the factors of a layer: first A, then B. */
  public static List<Tensor> factors(
      String module, LoraAdapter adapter, PeftAdapter.Factors matrices) {
    long[] shape = adapter.weight().shape();
    int rows = product(shape, 0, adapter.inputs());
    int columns = product(shape, adapter.inputs(), shape.length);
    if (matrices.a().dim(1) != rows || matrices.b().dim(0) != columns) {
      throw new MalformedModelException(
          PeftFolder.CONFIG,
          "the adapter is of another network: module '"
              + module
              + "' has "
              + rows
              + " inputs and "
              + columns
              + " outputs, the factors have the shapes "
              + matrices.a().shapeString()
              + " and "
              + matrices.b().shapeString());
    }
    return List.of(
        matrices.a().transpose(1, 0).reshape(adapter.a().shape()),
        matrices.b().transpose(1, 0).reshape(adapter.b().shape()));
  }

  private static int product(long[] shape, int from, int to) {
    return Math.toIntExact(
        Arrays.stream(shape, from, Math.max(from, to)).reduce(1, (x, y) -> x * y));
  }
}
