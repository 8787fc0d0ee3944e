package dev.tenon.importers.keras.weights;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.hdf5.Hdf5Group;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.View;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.weights.WeightOrder;
import dev.tenon.keras.weights.WeightPaths;
import dev.tenon.layers.base.DTypePolicy;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.base.Quantization;
import dev.tenon.layers.base.Scope;
import dev.tenon.layers.catalog.LayerCatalog;
import dev.tenon.layers.common.LayerEntry;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Weights of a {@code .keras} or {@code .weights.h5} file, by {@link WeightPaths}.
 *
 * @param roots the root of the file, or of each of the files that the weights are split over
 */
public record PathWeights(List<Hdf5Group> roots) implements StoredWeights {
  public PathWeights {
    roots = List.copyOf(roots);
  }

  /** Returns the weights of one file. */
  public static PathWeights of(Hdf5Group root) {
    return new PathWeights(List.of(root));
  }

  /** Returns whether a group looks like the root of such a file. */
  public static boolean fits(Hdf5Group root) {
    return hasLayers(root)
        || root.isGroup(WeightPaths.VARIABLES)
        || root.children().stream().anyMatch(name -> isLayer(root, name));
  }

  private static boolean isLayer(Hdf5Group root, String name) {
    Hdf5Group group = root.isGroup(name) ? root.group(name) : null;
    return group != null && group.isGroup(WeightPaths.VARIABLES);
  }

  /**
   * Returns whether the weights are of a model whose layers Keras knows, not of a class of Python.
   */
  public static boolean hasLayers(Hdf5Group root) {
    return root.children().stream()
        .anyMatch(
            name -> name.startsWith(WeightPaths.LAYERS) || name.startsWith(WeightPaths.OLD_LAYERS));
  }

  @Override
  public ParameterStore of(BuiltModel model, KerasDialect dialect) {
    ParameterStore store = new ParameterStore();
    new Loading(new WeightTree(roots), model, store).model("", model.members());
    return store;
  }

  @Override
  public List<long[]> shapesOf(String layerName) {
    return List.of();
  }

  /** Returns the content of a path, or null if it does not exist. */
  public @Nullable Tensor dataset(String path) {
    return new WeightTree(roots).dataset(path);
  }

  /**
   * Returns the optimizer's variables, named by their numbers.
   *
   * @param compiled the compile configuration of the file; null for none
   */
  public Map<String, Tensor> optimizerWeights(@Nullable JsonNode compiled) {
    WeightTree tree = new WeightTree(roots);
    // Keras puts an optimizer that scales the loss around that of a model in mixed_float16, and
    // says nothing of it in the configuration. It does so again where the policy is the same.
    JsonNode optimizer = compiled == null ? null : compiled.get("optimizer");
    boolean around =
        tree.dataset(WeightPaths.variable(WeightPaths.INNER_OPTIMIZER, 0)) != null
            && !DTypePolicy.global().isMixedFloat16()
            && (optimizer == null
                || !optimizer.path("class_name").asText().equals("LossScaleOptimizer"));
    Map<String, Tensor> weights = new LinkedHashMap<>();
    for (Tensor tensor :
        tree.variables(around ? WeightPaths.INNER_OPTIMIZER : WeightPaths.OPTIMIZER)) {
      weights.put(WeightPaths.variable(WeightPaths.OPTIMIZER, weights.size()), tensor);
    }
    return weights;
  }

  private static final class Loading {
    private final WeightTree tree;
    private final BuiltModel built;
    private final ParameterStore store;

    Loading(WeightTree tree, BuiltModel built, ParameterStore store) {
      this.tree = tree;
      this.built = built;
      this.store = store;
    }

    void model(String path, List<BuiltModel.LayerLike> members) {
      boolean byDependency = tree.has(WeightPaths.join(path, WeightPaths.OLD_LAYERS));
      String group = byDependency ? WeightPaths.OLD_LAYERS : WeightPaths.LAYERS;
      List<String> places = places(new WeightPaths(path, group), members, byDependency);
      if (byDependency && !allThere(places, members)) {
        // TensorFlow 2.14 has the older group, and counts as all later versions do.
        places = places(new WeightPaths(path, group), members, false);
      }
      for (int i = 0; i < members.size(); i++) {
        layer(places.get(i), members.get(i).node(), members.get(i).scope());
      }
    }

    /**
     * Returns where the file keeps each layer of a model.
     *
     * @param twice whether a layer with weights counts twice: TensorFlow 2.13 listed it under two
     *     keys
     */
    private List<String> places(
        WeightPaths paths, List<BuiltModel.LayerLike> members, boolean twice) {
      List<String> places = new ArrayList<>();
      for (BuiltModel.LayerLike member : members) {
        String className = built.fileClass(member.node());
        LayerEntry known = LayerCatalog.find(className);
        // Paths have the name of the class in Python, which is not always the one Keras exports.
        String name = known == null ? className : known.defaults().className();
        places.add(paths.next(name, twice && isWeighted(member) ? 2 : 1));
      }
      return places;
    }

    private boolean allThere(List<String> places, List<BuiltModel.LayerLike> members) {
      for (int i = 0; i < members.size(); i++) {
        if (isWeighted(members.get(i)) && !tree.has(places.get(i))) {
          return false;
        }
      }
      return true;
    }

    private boolean isWeighted(BuiltModel.LayerLike member) {
      return !parameters(member.scope()).isEmpty();
    }

    private void layer(String path, LayerNode node, Scope scope) {
      if (node.layer() instanceof NestedModel nested) {
        model(path, BuiltModel.members(nested, scope));
        return;
      }
      own(path, scope);
      scope
          .children()
          .forEach(
              (attribute, child) -> {
                String at = WeightPaths.join(path, attribute);
                String hidden = WeightPaths.join(path, "_" + attribute);
                boolean isHidden = !tree.has(at) && tree.has(hidden);
                layer(isHidden ? hidden : at, child.node(), child);
              });
    }

    private void own(String path, Scope scope) {
      List<Parameter> ordered = WeightOrder.byPath(scope);
      List<Tensor> stored = tree.variables(path);
      Tensor named =
          ordered.size() == 1 && stored.isEmpty()
              ? tree.dataset(WeightPaths.variable(path, ordered.get(0).name()))
              : null;
      if (named != null) {
        // Lookup layers call what tokens weigh by name.
        stored.add(named);
      }
      // What the layer holds of a layer inside is stored there, too.
      stored.subList(0, Math.min(scope.held().size(), stored.size())).clear();
      if (ordered.isEmpty()) {
        seed(path, scope, stored);
        return;
      }
      if (stored.size() != ordered.size()) {
        throw new MalformedModelException(
            "",
            "layer "
                + scope.node()
                + " has the weights "
                + ordered.stream().map(Parameter::name).toList()
                + ", the file stores "
                + stored.size()
                + " under '"
                + WeightPaths.join(path, WeightPaths.VARIABLES)
                + "'"
                + excuse(scope, ordered, stored));
      }
      for (int i = 0; i < ordered.size(); i++) {
        put(WeightPaths.variable(path, i), scope, ordered.get(i), stored.get(i));
      }
      // The file has adapters merged.
      scope.adapters().values().forEach(adapter -> Lora.start(adapter, store));
    }

    /** Says where Keras itself is to blame. */
    private String excuse(Scope scope, List<Parameter> wanted, List<Tensor> stored) {
      Quantization how = scope.node().dtypePolicy().quantization();
      if (how == null) {
        return stored.stream().anyMatch(tensor -> tensor.dtype() == DType.INT8)
            ? "; the layer was quantised, and Keras does not say so where it is inside another one"
            : "";
      }
      boolean calibrated =
          how.mode() == Quantization.Mode.GPTQ || how.mode() == Quantization.Mode.AWQ;
      return calibrated && stored.size() == wanted.size() - 1
          ? "; Keras 3.15 leaves the zero points of "
              + how.words()
              + " out of such files: save the model as .h5, which has them"
          : "";
    }

    /** Takes over the counter of a random seed, which older files lack. */
    private void seed(String path, Scope scope, List<Tensor> stored) {
      if (path.endsWith(WeightPaths.SEED) && scope.own().size() == 1 && stored.size() == 1) {
        put(WeightPaths.variable(path, 0), scope, scope.own().get(0), stored.get(0));
      }
    }

    private void put(String path, Scope scope, Parameter parameter, Tensor tensor) {
      if (!Arrays.equals(parameter.shape(), tensor.shape())) {
        throw new MalformedModelException(
            "",
            "layer "
                + scope.node()
                + ": weight '"
                + parameter.name()
                + "' needs shape "
                + Arrays.toString(parameter.shape())
                + ", the file stores "
                + tensor.shapeString()
                + " as '"
                + path
                + "'");
      }
      store.put(parameter, tensor, View.identity());
    }

    private List<Parameter> parameters(Scope scope) {
      return scope.all().stream().filter(WeightOrder::isStored).toList();
    }
  }
}
