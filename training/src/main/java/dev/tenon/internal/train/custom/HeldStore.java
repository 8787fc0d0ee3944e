package dev.tenon.internal.train.custom;

import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.runtime.Trainer;

/** The weights of a model while a step has the newest ones. */
final class HeldStore implements ParameterStore.Holder {
  private final ParameterStore store;
  private final Trainer trainer;
  private long version;

  private HeldStore(ParameterStore store, Trainer trainer) {
    this.store = store;
    this.trainer = trainer;
  }

  /** Takes weights over that the trainer is about to read for the first time. */
  static HeldStore of(ParameterStore store, Trainer trainer) {
    HeldStore held = new HeldStore(store, trainer);
    store.hold(held);
    held.version = store.version();
    return held;
  }

  /** Takes the weights over again, where somebody else has had them. */
  void take(Trainer now) {
    if (!store.isHeldBy(this)) {
      store.hold(this);
      if (store.version() != version) {
        now.push(store);
      }
    }
  }

  @Override
  public void handBack() {
    trainer.pull(store, parameter -> true);
    version = store.version();
  }

  /** Puts the newest weights into the store for good. */
  void release() {
    if (store.isHeldBy(this)) {
      handBack();
      store.release(this);
    }
  }
}
