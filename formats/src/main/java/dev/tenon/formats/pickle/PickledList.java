package dev.tenon.formats.pickle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A list of a pickle, stored as primitive ints as long as possible. */
public final class PickledList {
  private int[] numbers = new int[8];
  private int size;
  private List<Object> others = List.of();
  private boolean plain = true;

  PickledList() {}

  void add(Object element) {
    if (plain && element instanceof Long number && number == number.intValue()) {
      if (size == numbers.length) {
        numbers = Arrays.copyOf(numbers, size * 2);
      }
      numbers[size++] = number.intValue();
      return;
    }
    if (plain) {
      List<Object> boxed = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        boxed.add((long) numbers[i]);
      }
      others = boxed;
      plain = false;
    }
    others.add(element);
    size++;
  }

  /** Returns the number of elements. */
  public int size() {
    return size;
  }

  /** Returns whether every element is a whole number of 32 bits. */
  public boolean isInts() {
    return plain;
  }

  /** Returns the elements, all of which are whole numbers. */
  public int[] toInts() {
    if (!plain) {
      throw new IllegalStateException("the list holds more than whole numbers");
    }
    return Arrays.copyOf(numbers, size);
  }

  /** Returns one element. */
  public Object get(int index) {
    return plain ? (Object) (long) numbers[index] : others.get(index);
  }
}
