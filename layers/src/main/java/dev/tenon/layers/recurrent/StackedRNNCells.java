package dev.tenon.layers.recurrent;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.SubLayer;
import dev.tenon.layers.common.MemberNames;
import dev.tenon.layers.common.ShortName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stacks cells: each takes the output of the previous one.
 *
 * <p>Input (batch, n) and the states of all cells, in order; outputs the last cell's output and all
 * next states.
 *
 * @param cells the cells, the first one first
 * @see <a href="https://keras.io/api/layers/recurrent_layers/stacked_rnn_cell/">Keras:
 *     StackedRNNCells</a>
 */
@ShortName("cells")
public record StackedRNNCells(List<LayerNode> cells)
    implements Cell<StackedRNNCells.Weights>, StackedRNNCellsOptions {

  /** Keras' defaults; {@code cells}, which have no default in Keras, are one SimpleRNNCell. */
  public static final StackedRNNCells DEFAULTS =
      new StackedRNNCells(List.of(new LayerNode("simple_rnn_cell", SimpleRNNCell.DEFAULTS)));

  public StackedRNNCells {
    cells = List.copyOf(cells);
  }

  /** The cells with their weights. */
  public record Weights(List<SubLayer<?>> cells) {
    public Weights {
      cells = List.copyOf(cells);
    }
  }

  @Override
  public Weights build(Build build, List<Shape> inputs) {
    List<SubLayer<?>> built = new ArrayList<>();
    List<Shape> entries = entries(inputs.get(0));
    List<String> names = MemberNames.of("cells", cells);
    for (int i = 0; i < cells.size(); i++) {
      built.add(build.layer(names.get(i), cells.get(i), List.of(entries.get(i))));
    }
    return new Weights(built);
  }

  @Override
  public List<Value> call(Weights weights, Call call, List<Value> inputs) {
    DropoutMasks masks = DropoutMasks.of(call);
    List<Value> states = new ArrayList<>();
    Value x = inputs.get(0);
    int next = 1;
    for (int i = 0; i < cells.size(); i++) {
      int count = count(cells.get(i));
      List<Value> given = new ArrayList<>();
      given.add(x);
      given.addAll(inputs.subList(next, next + count));
      Map<String, Arg> arguments =
          masks.inner().isEmpty() ? Map.of() : masks.inner().get(i).arguments();
      List<@Nullable Value> unmasked = Collections.nCopies(given.size(), null);
      List<Value> results = call.call(weights.cells().get(i), given, arguments, unmasked).outputs();
      x = results.get(0);
      states.addAll(results.subList(1, count + 1));
      next += count;
    }
    List<Value> outputs = new ArrayList<>();
    outputs.add(x);
    outputs.addAll(states);
    return outputs;
  }

  private static Cell<?> cell(LayerNode node) {
    return RNN.cell(node.layer());
  }

  private static int count(LayerNode node) {
    return cell(node).stateShapes(Shape.ofRank(2)).size();
  }

  /** Returns the shape of the entry of each cell and, last, of the output. */
  private List<Shape> entries(Shape first) {
    List<Shape> entries = new ArrayList<>();
    Shape entry = first;
    for (LayerNode node : cells) {
      entries.add(entry);
      entry = cell(node).outputShape(entry).insert(0, first.dim(0));
    }
    entries.add(entry);
    return entries;
  }

  @Override
  public List<Shape> stateShapes(Shape entry) {
    List<Shape> entries = entries(entry);
    List<Shape> shapes = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      shapes.addAll(cell(cells.get(i)).stateShapes(entries.get(i)));
    }
    return shapes;
  }

  @Override
  public Shape outputShape(Shape entry) {
    return entries(entry).get(cells.size()).without(0);
  }

  @Override
  public int outputState() {
    int before = 0;
    for (LayerNode node : cells.subList(0, cells.size() - 1)) {
      before += count(node);
    }
    int own = cell(cells.get(cells.size() - 1)).outputState();
    return own < 0 ? -1 : before + own;
  }

  @Override
  public DropoutMasks drawMasks(Weights weights, Call call, Value entry, Shape shape) {
    List<Shape> entries = entries(shape);
    List<DropoutMasks> inner = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      inner.add(draw(weights.cells().get(i), call, entry, entries.get(i)));
    }
    return new DropoutMasks(List.of(), List.of(), inner);
  }

  private static <W> DropoutMasks draw(SubLayer<W> sub, Call call, Value entry, Shape shape) {
    return RNN.cell(sub.layer()).drawMasks(sub.weights(), call, entry, shape);
  }
}
