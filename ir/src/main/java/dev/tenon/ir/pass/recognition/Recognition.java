package dev.tenon.ir.pass.recognition;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.pass.Cleanup;
import dev.tenon.ir.pass.Parameters;
import dev.tenon.ir.pass.Rewriter;

/**
 * Finds operators that an exporter wrote as several smaller ones: layer, RMS and group
 * normalization, GELU.
 *
 * <p>Run it after {@link Parameters#freeze}: it looks at constants. A match depends on the form and
 * the constants only, and changes the roundings of the last bits at most. Values inside a match are
 * gone afterwards, so the graph that is looked into, or written back as it was read, is another.
 */
public final class Recognition {
  private Recognition() {}

  /** Returns the graph with what was recognised. */
  public static Graph apply(Graph graph) {
    Graph now = Cleanup.apply(graph);
    now = Rewriter.apply(now, RecogniseGelu::visit);
    now = Rewriter.apply(now, RecogniseScaledNormalization::visit);
    now = Rewriter.apply(now, RecogniseNormalization::visit);
    now = Rewriter.apply(now, RecogniseNormalization::affine);
    now = Rewriter.apply(now, RecogniseGroups::visit);
    return Cleanup.apply(now);
  }
}
