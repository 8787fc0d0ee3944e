package dev.tenon.lifting.walk;

/** Writes one node as layers. */
@FunctionalInterface
public interface LiftingRule {
  /**
   * Applies layers and says where the node's results are held.
   *
   * @throws NoLayer where no layer means the same
   */
  void apply(LiftContext site);
}
