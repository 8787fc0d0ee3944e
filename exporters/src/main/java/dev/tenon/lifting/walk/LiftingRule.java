package dev.tenon.lifting.walk;

import dev.tenon.lifting.axes.NoLayer;

/** Writes one node as layers. */
@FunctionalInterface
public interface Rule {
  /**
   * Applies layers and says where the node's results are held.
   *
   * @throws NoLayer where no layer means the same
   */
  void apply(Site site);
}
