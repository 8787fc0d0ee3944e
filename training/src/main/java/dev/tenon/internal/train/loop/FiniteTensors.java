package dev.tenon.internal.train.loop;

import dev.tenon.tensor.Tensor;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;

/** Tensors without NaN and infinity, as long as somebody else has them; the last few of them. */
final class FiniteTensors {
  private static final int MOST = 32;

  private final Deque<WeakReference<Tensor>> found = new ArrayDeque<>();

  synchronized boolean contains(Tensor tensor) {
    return found.stream().anyMatch(known -> known.refersTo(tensor));
  }

  synchronized void add(Tensor tensor) {
    found.removeIf(known -> known.refersTo(null));
    if (found.size() == MOST) {
      found.remove();
    }
    found.add(new WeakReference<>(tensor));
  }
}
