package dev.tenon.lifting.walk;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.attention.MultiHeadAttention;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.functional.Functional;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.axes.ElementaryAxis;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Recognises attention with several heads, from the product of queries and keys on to the
 * projection of what was attended.
 *
 * <p>Tensors in between do not exist among the layers: stand-ins are passed on by what an attention
 * does with them, and refused by all else.
 */
public final class Attentions {
  /** Scores within this of Keras' own scale are those of Keras. */
  private static final double SAME_SCALE = 1e-6;

  /**
   * Queries, keys or values.
   *
   * @param time which axis is the sequence
   * @param depth which axis is the length of a head
   * @param steps what stands for the sequence in the product
   */
  private record Operand(AxisLayout held, int time, int depth, List<ElementaryAxis> steps) {}

  /**
   * Shares as the graph has them.
   *
   * @param value which value they are
   * @param seen the elementary axes of its axes
   * @param zeroed whether those of a query that may look at nothing are 0
   */
  private record Shares(Value value, List<List<ElementaryAxis>> seen, boolean zeroed) {}

  /**
   * A product of queries and keys, in either order, or the shares made of it.
   *
   * @param allowed the value of the graph that the mask was read from
   */
  private record Scores(
      Operand query,
      Operand key,
      double scale,
      @Nullable KerasTensor mask,
      @Nullable Value allowed,
      boolean causal,
      @Nullable Shares shares) {
    Scores times(double factor) {
      return new Scores(query, key, scale * factor, mask, allowed, causal, shares);
    }

    Scores later() {
      return new Scores(query, key, scale, mask, allowed, true, shares);
    }

    Scores hidden(KerasTensor by, Value read, boolean later) {
      return new Scores(query, key, scale, by, read, causal || later, shares);
    }
  }

  private record Attended(
      Scores scores, AxisLayout value, List<ElementaryAxis> head, ElementaryAxis depth) {}

  private final LayerChain layers;
  private final boolean looked;
  private final Map<KerasTensor, Scores> scores = new IdentityHashMap<>();
  private final Map<KerasTensor, Attended> attended = new IdentityHashMap<>();

  /**
   * Starts without any attention.
   *
   * @param looked whether attentions are looked for at all
   */
  Attentions(LayerChain layers, boolean looked) {
    this.layers = layers;
    this.looked = looked;
  }

  /** Says whether a tensor only stands for a part of an attention. */
  public boolean isStandIn(KerasTensor tensor) {
    return scores.containsKey(tensor) || attended.containsKey(tensor);
  }

  public boolean isAttended(KerasTensor tensor) {
    return attended.containsKey(tensor);
  }

  /** Takes over a product of two tensors; says whether it belongs to an attention. */
  public boolean product(LiftContext site, AxisLayout a, AxisLayout b) {
    Scores shares = scores.get(a.tensor());
    if (shares != null) {
      return shares.shares != null && attend(site, shares, a, b);
    }
    // (…, T, d) by (…, d, S), the batch and one more axis, the heads, in front of them.
    int rank = a.rank();
    if (!looked || rank < 3 || b.rank() != rank || isStandIn(b.tensor())) {
      return false;
    }
    List<ElementaryAxis> head = head(a);
    List<ElementaryAxis> other = head(b);
    if (head == null || other == null || (rank == 3 && head.isEmpty())) {
      return false;
    }
    boolean same = ElementaryAxis.product(head).equals(ElementaryAxis.product(other));
    if (!same || a.seen().get(rank - 1).size() != 1 || b.seen().get(rank - 2).size() != 1) {
      return false;
    }
    // Queries and keys of one sequence have the same elementary axes; in the product they are two
    // axes.
    List<ElementaryAxis> steps = ElementaryAxis.axis(b.length(rank - 1));
    AxisLayout result = standIn(site, a.seen().subList(0, rank - 1), steps);
    Operand query = new Operand(a, rank - 2, rank - 1, a.seen().get(rank - 2));
    Operand key = new Operand(b, rank - 1, rank - 2, steps);
    scores.put(result.tensor(), new Scores(query, key, 1, null, null, false, null));
    site.put(result);
    return true;
  }

  /** Returns the axis of the heads, none where there is one head; null for another form. */
  private @Nullable List<ElementaryAxis> head(AxisLayout x) {
    List<ElementaryAxis> lead = AxisLayout.flat(x.seen().subList(0, x.rank() - 2));
    boolean heads = !lead.isEmpty() && lead.size() < 3 && lead.get(0) == layers.batch();
    return heads ? lead.subList(1, lead.size()) : null;
  }

  /** Returns a stand-in for (batch, heads, …, last). */
  private AxisLayout standIn(
      LiftContext site, List<List<ElementaryAxis>> lead, List<ElementaryAxis> last) {
    List<List<ElementaryAxis>> seen = new ArrayList<>(lead);
    seen.add(last);
    List<List<ElementaryAxis>> axes = new ArrayList<>();
    AxisLayout.flat(seen).forEach(atom -> axes.add(List.of(atom)));
    return new AxisLayout(tensor(site, axes), axes, seen);
  }

  private KerasTensor tensor(LiftContext site, List<List<ElementaryAxis>> axes) {
    List<Dim> dims = new ArrayList<>();
    axes.forEach(axis -> dims.add(ElementaryAxis.product(axis)));
    dims.set(0, Dim.symbol("batch"));
    DType dtype = site.node().output().dtype();
    return Functional.of(Value.of(site.name(), new TensorType(dtype, Shape.of(dims))));
  }

  /** Multiplies scores by a number; says whether the value is scores. */
  public boolean scale(LiftContext site, AxisLayout x, double factor) {
    Scores found = scores.get(x.tensor());
    if (found == null || found.shares != null || found.causal || found.mask != null) {
      return false;
    }
    put(site, x, found.times(factor));
    return true;
  }

  /**
   * Takes over a mask of scores; says whether it is one that Keras' layer has.
   *
   * @param causal whether it hides what comes later; null for a mask that hides something else
   */
  public boolean mask(LiftContext site, AxisLayout x, @Nullable Boolean causal) {
    Scores found = scores.get(x.tensor());
    if (found == null || found.shares != null || causal == null) {
      return false;
    }
    put(site, x, causal ? found.later() : found);
    return true;
  }

  /** Takes over a mask of scores that is computed; says whether Keras' layer can have it. */
  public boolean hide(LiftContext site, AxisLayout x, ScoreMask mask) {
    Scores found = scores.get(x.tensor());
    int rank = x.rank();
    if (found == null
        || found.shares != null
        || found.mask != null
        || !mask.isBoolean()
        || mask.held().rank() != rank
        || !x.seen().get(rank - 1).equals(found.key.steps)) {
      return false;
    }
    List<List<ElementaryAxis>> seen = mask.held().seen();
    List<ElementaryAxis> heads = AxisLayout.flat(seen.subList(1, rank - 2));
    List<List<ElementaryAxis>> wanted = new ArrayList<>(List.of(seen.get(0)));
    if (!heads.isEmpty()) {
      wanted.add(heads);
    }
    wanted.addAll(seen.subList(rank - 2, rank));
    KerasTensor by = layers.moves().arrange(mask.held(), wanted, site.name());
    put(site, x, found.hidden(by, site.value(0), mask.causal()));
    return true;
  }

  /**
   * Takes over that shares become 0 where the mask hides; says whether it is the mask of the
   * scores. So Keras 3 does it where it has dropout or is asked for the shares.
   */
  public boolean zero(LiftContext site, AxisLayout x) {
    Scores found = scores.get(x.tensor());
    if (found == null || found.shares == null || found.allowed != site.value(0)) {
      return false;
    }
    Shares own = new Shares(site.node().output(), x.seen(), true);
    Scores next =
        new Scores(
            found.query, found.key, found.scale, found.mask, found.allowed, found.causal, own);
    put(site, x, next);
    return true;
  }

  /** Makes shares of scores; says whether the value is scores. */
  public boolean softmax(LiftContext site, AxisLayout x, int axis) {
    Scores found = scores.get(x.tensor());
    if (found == null || found.shares != null) {
      return false;
    }
    List<ElementaryAxis> along = x.seen().get(axis);
    boolean turned = along.equals(found.query.steps);
    if (turned ? found.causal || found.mask != null : !along.equals(found.key.steps)) {
      return false;
    }
    // The shares of a query add up to 1: that tells queries from keys.
    Operand query = turned ? found.key : found.query;
    Operand key = turned ? found.query : found.key;
    Shares own = new Shares(site.node().output(), x.seen(), false);
    Scores next = new Scores(query, key, found.scale, found.mask, found.allowed, found.causal, own);
    put(site, x, next);
    return true;
  }

  private void put(LiftContext site, AxisLayout x, Scores next) {
    KerasTensor stand = tensor(site, x.axes());
    scores.put(stand, next);
    site.put(x.with(stand));
  }

  private boolean attend(LiftContext site, Scores shares, AxisLayout a, AxisLayout value) {
    int rank = a.rank();
    List<ElementaryAxis> head = head(a);
    if (value.rank() != rank
        || !a.seen().get(rank - 1).equals(shares.key.steps)
        || !a.seen().get(rank - 2).equals(shares.query.steps)
        || head == null
        || head(value) == null
        || value.seen().get(rank - 1).size() != 1) {
      return false;
    }
    ElementaryAxis depth = value.seen().get(rank - 1).get(0);
    List<List<ElementaryAxis>> seen = new ArrayList<>(a.seen().subList(0, rank - 1));
    seen.add(List.of(depth));
    // The output of Keras' layer, before its projection: (batch, T, heads * length).
    List<List<ElementaryAxis>> axes =
        List.of(List.of(layers.batch()), a.seen().get(rank - 2), joined(head, depth));
    KerasTensor stand = tensor(site, axes);
    attended.put(stand, new Attended(shares, value, head, depth));
    site.put(new AxisLayout(stand, axes, seen));
    return true;
  }

  static List<ElementaryAxis> joined(List<ElementaryAxis> head, ElementaryAxis length) {
    List<ElementaryAxis> both = new ArrayList<>(head);
    both.add(length);
    return both;
  }

  /**
   * Writes the layer that attends and projects.
   *
   * @param kernel (heads * length, units)
   */
  public KerasTensor project(
      LiftContext site, String name, KerasTensor stand, Tensor kernel, @Nullable Tensor bias) {
    Attended found = attended.get(stand);
    if (found == null) {
      throw new IllegalStateException("no attention gave the operand of " + name);
    }
    Scores by = found.scores;
    long heads = ElementaryAxis.product(found.head).orMinusOne();
    long length = ElementaryAxis.product(by.query.held.seen().get(by.query.depth)).orMinusOne();
    long depth = found.depth.length().orMinusOne();
    if (heads < 1 || length < 1 || depth < 1) {
      throw new NoEquivalentLayerException("attends with heads of open lengths");
    }
    int last = found.value.rank() - 1;
    HeadProjection query = projection(by.query);
    HeadProjection key = projection(by.key);
    HeadProjection value = projection(new Operand(found.value, last - 1, last, List.of()));
    // Keras' layer divides by the root of the length itself.
    double scale = by.scale * query.scale() * key.scale() * Math.sqrt((double) length);
    boolean biased = bias != null || query.isBiased() || key.isBiased() || value.isBiased();
    double factor = Math.abs(scale - 1) < SAME_SCALE ? 1 : scale;
    List<Tensor> weights = new ArrayList<>();
    query.addTo(weights, heads, length, factor, biased);
    key.addTo(weights, heads, length, 1, biased);
    value.addTo(weights, heads, depth, value.scale(), biased);
    weights.add(kernel.reshape(heads, depth, kernel.dim(1)));
    if (biased) {
      weights.add(bias == null ? Tensor.zeros(kernel.dtype(), kernel.dim(1)) : bias);
    }
    MultiHeadAttention layer =
        MultiHeadAttention.DEFAULTS.numHeads(heads).keyDim(length).valueDim(depth).useBias(biased);
    if (query.input().shape().length(-1) != kernel.dim(1)) {
      layer = layer.outputShape(List.of(kernel.dim(1)));
    }
    List<KerasTensor> inputs =
        value.input() == key.input()
            ? List.of(query.input(), value.input())
            : List.of(query.input(), value.input(), key.input());
    Map<String, Object> keywords = new LinkedHashMap<>();
    if (by.mask != null) {
      keywords.put("attention_mask", by.mask);
    }
    if (by.causal) {
      keywords.put("use_causal_mask", true);
    }
    Shares shares = by.shares;
    boolean shown = shares != null && site.uses().isResult(shares.value);
    if (shown || (shares != null && shares.zeroed)) {
      keywords.put("return_attention_scores", true);
    }
    List<KerasTensor> outputs = layers.call(layer, name, inputs, keywords, weights);
    if (shown && shares != null) {
      // Keras gives them as (batch, heads, T, S).
      List<List<ElementaryAxis>> axes =
          List.of(List.of(layers.batch()), found.head, by.query.steps, by.key.steps);
      site.put(shares.value, new AxisLayout(outputs.get(1), axes, shares.seen));
    }
    return outputs.get(0);
  }

  private HeadProjection projection(Operand operand) {
    List<ElementaryAxis> head = head(operand.held);
    return HeadProjection.of(
        layers, operand.held, operand.time, operand.depth, head == null ? List.of() : head);
  }
}
