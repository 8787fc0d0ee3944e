package dev.tenon.lifting.functions.image;

import dev.tenon.ir.op.ImageResampling;
import dev.tenon.lifting.functions.FunctionNode;
import dev.tenon.lifting.functions.FunctionTable;
import dev.tenon.lifting.functions.FunctionWriter;
import dev.tenon.lifting.functions.NoFunctionException;
import dev.tenon.lifting.functions.Operand;

/** Functions that move entries between the channels and the area of an image. */
public final class ImagingFunctions {
  private ImagingFunctions() {}

  public static void list(FunctionTable table) {
    table.one(ImageResampling.DepthToSpace.class, ImagingFunctions::toSpace);
    table.one(ImageResampling.SpaceToDepth.class, ImagingFunctions::toDepth);
    table.one(ImageResampling.Resize.class, ResizeFunction::write);
  }

  private static long[] lengths(FunctionNode node, Operand x) {
    long[] lengths = new long[4];
    for (int i = 0; i < 4; i++) {
      boolean open = x.batch() == i && !node.writer().isFixed();
      if (x.rank() != 4 || (!open && x.length(i) < 0) || (open && i > 0)) {
        throw new NoFunctionException("moves between channels and an area of open length");
      }
      lengths[i] = open ? -1 : x.length(i);
    }
    return lengths;
  }

  private static Operand toSpace(FunctionNode node, ImageResampling.DepthToSpace operator) {
    Operand x = first(node, operator.channelsLast());
    long[] n = lengths(node, x);
    long block = operator.blocksize();
    long kept = n[1] / (block * block);
    boolean inside = operator.mode().equals("CRD");
    FunctionWriter writer = node.writer();
    Operand cut =
        inside
            ? writer.reshape(x, x.batch(), n[0], kept, block, block, n[2], n[3])
            : writer.reshape(x, x.batch(), n[0], block, block, kept, n[2], n[3]);
    Operand moved =
        inside ? writer.transpose(cut, 0, 1, 4, 2, 5, 3) : writer.transpose(cut, 0, 3, 4, 1, 5, 2);
    return writer.reshape(moved, x.batch(), n[0], kept, n[2] * block, n[3] * block);
  }

  private static Operand toDepth(FunctionNode node, ImageResampling.SpaceToDepth operator) {
    Operand x = first(node, operator.channelsLast());
    long[] n = lengths(node, x);
    long block = operator.blocksize();
    FunctionWriter writer = node.writer();
    Operand cut =
        writer.reshape(x, x.batch(), n[0], n[1], n[2] / block, block, n[3] / block, block);
    Operand moved = writer.transpose(cut, 0, 3, 5, 1, 2, 4);
    return writer.reshape(moved, x.batch(), n[0], n[1] * block * block, n[2] / block, n[3] / block);
  }

  private static Operand first(FunctionNode node, boolean channelsLast) {
    if (channelsLast) {
      throw new NoFunctionException("has its channels last");
    }
    return node.in(0);
  }
}
