"""Records operators whose meaning ONNX Runtime or ONNX's reference settles: attention, text of numbers, Resize.

The layout is ONNX's own of operator tests. Run with onnx and onnxruntime (tests/interop/requirements.txt):
    python make.py
ONNX Runtime is asked first, and the reference where it refuses. The data are random numbers made here.
"""

import numpy as np, onnx, os, shutil, sys
from onnx import helper as h, TensorProto as T, numpy_helper as nh
import onnxruntime as ort
from onnx.reference import ReferenceEvaluator
import re

OUT = os.path.dirname(os.path.abspath(__file__))
KEEP = re.compile(r"cast_(f32|f64|f16|rand32)|rs_(nearest|linear|cubic)_(half_pixel|asymmetric|align_corners)_(all|shape)|rs_rank\d|rs_uint8|rs_four_n|att_(bool|float)_[01]_2[34].*|att_(int64|int32|int8)_0_2[34].*|att_mode[03]_0.0_[012]_24|ms_.*")
for old in os.listdir(OUT):
    if KEEP.fullmatch(old):
        shutil.rmtree(os.path.join(OUT, old))
rng=np.random.default_rng(1)
def save(name, nodes, feeds, outs, opset=17, inits=(), shapes=None, ms=1, oracle='ort'):
    if not KEEP.fullmatch(name):
        return
    shapes=shapes or {}
    ins=[h.make_tensor_value_info(k, h.np_dtype_to_tensor_dtype(v.dtype) if v.dtype.kind!='O' else T.STRING, shapes.get(k,[None]*v.ndim)) for k,v in feeds.items()]
    g=h.make_graph(nodes,'g',ins,[h.make_tensor_value_info(n,t,None) for n,t in outs],list(inits))
    m=h.make_model(g,opset_imports=[h.make_opsetid('',opset),h.make_opsetid('com.microsoft',ms)],ir_version=10)
    try:
        so=ort.SessionOptions(); so.log_severity_level=4
        r=ort.InferenceSession(m.SerializeToString(),so,providers=['CPUExecutionProvider']).run(None,feeds)
    except Exception as e:
        print('ORT refuses',name,str(e)[:200]); r=None
    q=None
    try: q=ReferenceEvaluator(m).run(None,feeds)
    except Exception as e:
        if 'Attention' in str(nodes) and 'microsoft' not in str(nodes) or 'Cast' in str(nodes): print('REF refuses',name,str(e)[:100])
    if r is not None and q is not None and ('Cast' in str(nodes) or 'Attention' in str(nodes)):
        for i,(a,b) in enumerate(zip(r,q)):
            same = (a.astype(str)==np.asarray(b).astype(str)).all() if a.dtype.kind=='O' else (np.shape(a)==np.shape(b) and np.allclose(a,b,1e-4,1e-5,equal_nan=True))
            if not same: print('ORT != REF',name,i, (list(a.ravel()),list(np.asarray(b).ravel())) if a.dtype.kind=='O' else (a.ravel()[:6],np.asarray(b).ravel()[:6]))
    if r is None: r=q
    if r is None: return
    d=f'{OUT}/{name}'
    os.makedirs(d+'/test_data_set_0')
    onnx.save(m,d+'/model.onnx')
    def w(kind,i,n,v):
        v=np.asarray(v)
        t=h.make_tensor(n,T.STRING,v.shape,[str(x).encode() for x in v.ravel()]) if v.dtype.kind in 'OUS' else nh.from_array(v,n)
        open(f'{d}/test_data_set_0/{kind}_{i}.pb','wb').write(t.SerializeToString())
    for i,(k,v) in enumerate(feeds.items()): w('input',i,k,v)
    for i,((n,t),v) in enumerate(zip(outs,r)): w('output',i,n,v)
# Without denormal numbers, which TensorFlow's threads take for 0.
f32=np.array([0,-0.,1,-1,.1,1/3,2/3,1e-5,1.5e-5,1e-4,123456.7,1234567.,12345678.,123456789.,1e7,1e8,1e9,1e10,1e15,1e16,1e17,1e20,3.4028235e38,2e-38,16777216,16777217,0.001,0.0001,0.00012345,np.inf,-np.inf,np.nan,np.pi,100,1e5,1e6,999999,9999999,99999999,0.3,2.5,1.17549435e-38],np.float32)
f64=np.array([0,-0.,1,-1,.1,1/3,2/3,1e-5,1e-4,123456.7,1234567.,12345678.,123456789.,1e7,1e8,1e15,1e16,1e17,1e20,1e21,1e22,1.7976931348623157e308,0.001,0.00012345,np.inf,-np.inf,np.nan,np.pi,123456789012345678,0.1+0.2,1e-7,9007199254740993.],np.float64)
f16=np.array([0,1,.1,1/3,65504,6e-8,np.inf,np.nan,-2.5,1000,2048,0.0001,1e-5],np.float16)
for n,v in (('f32',f32),('f64',f64),('f16',f16),('rand32',(rng.normal(size=300)*10.0**rng.integers(-12,14,300)).astype(np.float32)),('rand64',rng.normal(size=300)*10.0**rng.integers(-12,24,300))):
    save('cast_'+n,[h.make_node('Cast',['x'],['y'],to=T.STRING)],{'x':v},[('y',T.STRING)],19)
x=rng.normal(size=(2,3,5,7)).astype(np.float32)
for mode in ('nearest','linear','cubic'):
  for ct in ('half_pixel','asymmetric','align_corners','pytorch_half_pixel','half_pixel_symmetric'):
    if ct=='half_pixel_symmetric': op=19
    else: op=17
    save(f'rs_{mode}_{ct}_all',[h.make_node('Resize',['x','','','s'],['y'],mode=mode,coordinate_transformation_mode=ct)],{'x':x,'s':np.array([2,3,8,4],np.int64)},[('y',1)],op)
    save(f'rs_{mode}_{ct}_shape',[h.make_node('Shape',['x'],['sh']),h.make_node('Slice',['sh','z','two'],['nc']),h.make_node('Concat',['nc','s'],['ss'],axis=0),h.make_node('Resize',['x','','','ss'],['y'],mode=mode,coordinate_transformation_mode=ct)],{'x':x,'s':np.array([8,4],np.int64)},[('y',1)],op,[nh.from_array(np.array([0],np.int64),'z'),nh.from_array(np.array([2],np.int64),'two')])
    save(f'rs_{mode}_{ct}_scales',[h.make_node('Resize',['x','','s'],['y'],mode=mode,coordinate_transformation_mode=ct)],{'x':x,'s':np.array([1,1,1.7,.6],np.float32)},[('y',1)],op)
save('rs_norank',[h.make_node('Reshape',['x','r'],['xx']),h.make_node('Resize',['xx','','','s'],['y'],mode='nearest')],{'x':x,'r':np.array([2,3,5,7],np.int64),'s':np.array([2,3,8,4],np.int64)},[('y',1)])
save('rs_norank_l',[h.make_node('Reshape',['x','r'],['xx']),h.make_node('Resize',['xx','','','s'],['y'],mode='linear')],{'x':x,'r':np.array([2,3,5,7],np.int64),'s':np.array([2,3,8,4],np.int64)},[('y',1)])
for rank in (1,2,3,5):
  xx=rng.normal(size=[3,4,5,6,7][-rank:]).astype(np.float32)
  save(f'rs_rank{rank}',[h.make_node('Resize',['x','','','s'],['y'],mode='nearest',coordinate_transformation_mode='asymmetric',nearest_mode='floor')],{'x':xx,'s':np.array([l+1 for l in xx.shape],np.int64)},[('y',1)])
  if rank<4: save(f'rs_lin_rank{rank}',[h.make_node('Resize',['x','','','s'],['y'],mode='linear')],{'x':xx,'s':np.array([l+1 for l in xx.shape],np.int64)},[('y',1)])
save('rs_uint8',[h.make_node('Resize',['x','','','s'],['y'],mode='nearest')],{'x':(x*50).astype(np.uint8),'s':np.array([2,3,8,4],np.int64)},[('y',T.UINT8)])
save('rs_four',[h.make_node('Resize',['x','','','s'],['y'],mode='linear')],{'x':x,'s':np.array([3,4,8,4],np.int64)},[('y',1)])
save('rs_four_n',[h.make_node('Resize',['x','','','s'],['y'],mode='nearest')],{'x':x,'s':np.array([3,4,8,4],np.int64)},[('y',1)])
# attention 23
q=rng.normal(size=(2,3,4,8)).astype(np.float32);k=rng.normal(size=(2,3,6,8)).astype(np.float32);v=rng.normal(size=(2,3,6,5)).astype(np.float32)
mb=rng.random((4,6))<.5; mb[1]=False; mb[2]=True
mf=np.where(mb,0,-np.inf).astype(np.float32)
mi=mb.astype(np.int64)
for nm,m in (('bool',mb),('float',mf),('int64',mi),('int32',mi.astype(np.int32)),('int8',mi.astype(np.int8)),('f16',mf.astype(np.float16)),('lowest',np.where(mb,0,np.finfo(np.float32).min).astype(np.float32))):
  for causal in (0,1):
    for op in (23,24):
      save(f'att_{nm}_{causal}_{op}',[h.make_node('Attention',['q','k','v','m'],['y'],is_causal=causal)],{'q':q,'k':k,'v':v,'m':m},[('y',1)],op,shapes={'q':q.shape,'k':k.shape,'v':v.shape})
      ini=[nh.from_array(m,'m')]
      save(f'att_{nm}_{causal}_{op}_const',[h.make_node('Attention',['q','k','v','m'],['y'],is_causal=causal)],{'q':q,'k':k,'v':v},[('y',1)],op,ini,shapes={'q':q.shape,'k':k.shape,'v':v.shape})
for mode in range(4):
  for cap in (0.,2.):
    for mk in (0,1,2):
     for op in (23,24):
      feeds={'q':q,'k':k,'v':v}
      if mk: feeds['m']=mb if mk==1 else rng.normal(size=(4,6)).astype(np.float32)
      save(f'att_mode{mode}_{cap}_{mk}_{op}',[h.make_node('Attention',['q','k','v']+(['m'] if mk else []),['y','','','s'],qk_matmul_output_mode=mode,softcap=cap)],feeds,[('y',1),('s',1)],op,shapes={'q':q.shape,'k':k.shape,'v':v.shape})
# contrib attention
B,S,D,H=2,5,12,3
X=rng.normal(size=(B,S,D)).astype(np.float32);W=(rng.normal(size=(D,3*D))*.4).astype(np.float32);Bi=rng.normal(size=3*D).astype(np.float32)
def ca(name,extra,feeds,outs=1,**at):
  f=dict(x=X,**feeds)
  names=['x','w','b']+extra
  save('ms_'+name,[h.make_node('Attention',names,['y','p'][:outs],domain='com.microsoft',num_heads=H,**at)],f,[('y',1),('p',1)][:outs],17,[nh.from_array(W,'w'),nh.from_array(Bi,'b')],shapes={'x':['N','S',D]})
ca('plain',[],{})
ca('uni',[],{},unidirectional=1)
ca('scale',[],{},scale=.3)
ca('mask2',['m'],{'m':np.array([[1,1,1,0,0],[1,1,1,1,1]],np.int32)})
ca('mask_all0',['m'],{'m':np.array([[0,0,0,0,0],[1,1,1,1,1]],np.int32)})
ca('mask1',['m'],{'m':np.array([3,5],np.int32)})
ca('mask1u',['m'],{'m':np.array([3,5],np.int32)},unidirectional=1)
ca('mask2b',['m'],{'m':np.array([3,5,1,0],np.int32)})
ca('mask3',['m'],{'m':rng.integers(0,2,(B,S,S)).astype(np.int32)})
ca('mask_value',['m'],{'m':np.array([[1,1,1,0,0],[1,1,1,1,1]],np.int32)},mask_filter_value=-5.)
ca('bias',['','','e'],{'e':rng.normal(size=(B,H,S,S)).astype(np.float32)})
ca('bias1',['','','e'],{'e':rng.normal(size=(1,H,S,S)).astype(np.float32)})
ca('bias11',['','','e'],{'e':rng.normal(size=(1,1,S,S)).astype(np.float32)})
P=rng.normal(size=(2,B,H,4,D//H)).astype(np.float32)
ca('past',['','p0'],{'p0':P},2)
ca('past_uni',['','p0'],{'p0':P},2,unidirectional=1)
ca('past_mask',['m','p0'],{'m':np.array([[1]*9,[1]*6+[0]*3],np.int32),'p0':P},2)
ca('past_mask_uni',['m','p0'],{'m':np.array([[1]*9,[1]*6+[0]*3],np.int32),'p0':P},2,unidirectional=1)
ca('present',[],{},2)
def cb(name,sizes,**at):
  w=(rng.normal(size=(D,sum(sizes)))*.4).astype(np.float32);b=rng.normal(size=sum(sizes)).astype(np.float32)
  save('ms_'+name,[h.make_node('Attention',['x','w','b'],['y'],domain='com.microsoft',num_heads=H,qkv_hidden_sizes=list(sizes),**at)],{'x':X},[('y',1)],17,[nh.from_array(w,'w'),nh.from_array(b,'b')],shapes={'x':['N','S',D]})
cb('sizes',(6,6,9)); cb('sizes2',(12,12,6))
ca('nobias',[],{}) if 0 else None
save('ms_no_bias',[h.make_node('Attention',['x','w'],['y'],domain='com.microsoft',num_heads=H)],{'x':X},[('y',1)],17,[nh.from_array(W,'w')],shapes={'x':['N','S',D]})
print(len(os.listdir(OUT)))
