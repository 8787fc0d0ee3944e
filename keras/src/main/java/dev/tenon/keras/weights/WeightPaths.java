package dev.tenon.keras.weights;

import dev.tenon.internal.layers.LayerNames;
import java.util.HashMap;
import java.util.Map;

/**
 * Where {@code .keras} and {@code .weights.h5} files keep weights: under Python's attribute names,
 * and those of the layers of a model under their class names in snake case, numbered.
 *
 * @see <a
 *     href="https://github.com/keras-team/keras/blob/master/keras/src/saving/saving_lib.py">Keras:
 *     _save_container_state</a>
 */
public final class WeightPaths {
  /** The group with the layers of a model. */
  public static final String LAYERS = "layers";

  /** The group with the layers of a model in files of TensorFlow 2.12 to 2.14. */
  public static final String OLD_LAYERS = "_layer_checkpoint_dependencies";

  /** The group with the variables of a layer or model itself. */
  public static final String VARIABLES = "vars";

  /** The group with the variables of the optimizer. */
  public static final String OPTIMIZER = "optimizer";

  /** The optimizer inside one that scales the loss, which has its variables, too. */
  public static final String INNER_OPTIMIZER = OPTIMIZER + "/inner_optimizer";

  /** Where a .keras file keeps the variables of several optimizers once more, one each. */
  public static final String SEVERAL_OPTIMIZERS = OPTIMIZER + "/optimizers";

  /** The counter of a layer's random seed. */
  public static final String SEED = "seed_generator";

  /** What the tokens of a lookup layer weigh, by name in place of a number. */
  public static final String IDF_WEIGHTS = "idf_weights";

  private final String base;
  private final Map<String, Integer> counts = new HashMap<>();

  /**
   * Starts to count the layers of a model.
   *
   * @param model the path of the model; empty for the outermost one
   * @param group the group with its layers
   */
  public WeightPaths(String model, String group) {
    this.base = join(model, group);
  }

  /** Returns the path of the next layer. */
  public String next(String className) {
    return next(className, 1);
  }

  /**
   * Returns the path of the next layer.
   *
   * @param keys how many numbers it takes up
   */
  public String next(String className, int keys) {
    String name = LayerNames.snakeCase(className);
    int count = counts.merge(name, keys, Integer::sum) - keys;
    return join(base, count == 0 ? name : name + "_" + count);
  }

  /** Says whether a name of an optimizer's variable is its path, which says only its number. */
  public static boolean isOptimizerVariable(String name) {
    return name.startsWith(variable(OPTIMIZER, ""));
  }

  /** Returns the path of a variable of a layer itself. */
  public static String variable(String layer, int index) {
    return variable(layer, String.valueOf(index));
  }

  /** Returns the path of a variable that a layer keeps by name. */
  public static String variable(String layer, String name) {
    return join(join(layer, VARIABLES), name);
  }

  public static String join(String path, String name) {
    return path.isEmpty() ? name : path + "/" + name;
  }
}
