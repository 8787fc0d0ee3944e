"""Records single operators of ai.onnx.ml, and Inverse of com.microsoft, with the numbers of ONNX Runtime.

The layout is ONNX's own of operator tests. Run with onnx and onnxruntime (tests/interop/requirements.txt):
    python operators.py
What ONNX Runtime leaves open (memory that it does not write) is not recorded. The data are random numbers made here.
"""

import numpy as np, onnx, os, shutil, sys
from onnx import helper as h, TensorProto as T, numpy_helper as nh
import onnxruntime as ort
import re

KEEP = re.compile(
    r"reg_(SUM|AVERAGE|MIN|MAX)_3_3|reg_(SUM|MIN)_1_1|reg_sparse_(SUM|MAX)|reg_one_SUM|reg_post3_(LOGISTIC|SOFTMAX|SOFTMAX_ZERO)"
    r"|reg_post1_LOGISTIC|reg_(float64|int64)|reg_BRANCH_(LT|GTE|GT|NEQ)|reg_modes|reg_leaf|reg_one_row|reg_100"
    r"|cls2_1_(NONE|LOGISTIC|SOFTMAX)_[02]_0_(c0|c1|both)|cls2_b_(NONE|LOGISTIC)_[01]_1_c0|cls2_7_NONE_0_1_(c0|both|sparse)"
    r"|cls3_b_(NONE|SOFTMAX)_[03]_(all|one|sparse)|cls3_1_LOGISTIC_1_sparse|cls3_float64|cls1_NONE|linreg_(NONE|SOFTMAX)_[13]_1"
    r"|lincls_(NONE|LOGISTIC)_[13]_1_.*|lincls_(float64|int64)|svr_(LINEAR|POLY|RBF|SIGMOID)_0|svr_RBF_1|svc_(RBF|SIGMOID)_[234]_(NONE|LOGISTIC)_0"
    r"|norm_.*|scaler_(float32|int64)|scaler1_float64|scaler_vec|binarizer_float32|onehot_(float32|str)|afe_.*|fv_(float32|int64)|imp_.*|catmap_.|le_.*|le1_.|inverse"
    r"|v5_._0|v5_1_[03]|v5_._(one|miss)|v5_double"
)
OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'operators')
shutil.rmtree(OUT,ignore_errors=True); os.makedirs(OUT)
rng=np.random.default_rng(1)
def save(name, node, feeds, outs, ml=3):
    if not KEEP.fullmatch(name):
        return
    ins=[h.make_tensor_value_info(k, h.np_dtype_to_tensor_dtype(v.dtype) if v.dtype.kind!='O' else T.STRING, [None]+list(v.shape[1:]) if v.ndim>1 else list(v.shape)) for k,v in feeds.items()]
    g=h.make_graph([node],'g',ins,[h.make_tensor_value_info(n,t,None) for n,t in outs])
    m=h.make_model(g,opset_imports=[h.make_opsetid('',17),h.make_opsetid('ai.onnx.ml',ml),h.make_opsetid('com.microsoft',1)],ir_version=8)
    try:
        so=ort.SessionOptions(); so.log_severity_level=4
        r=ort.InferenceSession(m.SerializeToString(),so,providers=['CPUExecutionProvider']).run(None,feeds)
    except Exception as e:
        print('ORT refuses',name,str(e)[:150]); return
    d=f'{OUT}/{name}'
    if os.path.exists(d): return
    os.makedirs(d+'/test_data_set_0')
    onnx.save(m,d+'/model.onnx')
    def w(kind,i,n,v):
        v=np.asarray(v)
        if v.dtype.kind in 'OUS':
            t=h.make_tensor(n,T.STRING,v.shape,[str(x).encode() for x in v.ravel()])
        else: t=nh.from_array(v,n)
        open(f'{d}/test_data_set_0/{kind}_{i}.pb','wb').write(t.SerializeToString())
    for i,(k,v) in enumerate(feeds.items()): w('input',i,k,v)
    for i,((n,t),v) in enumerate(zip(outs,r)): w('output',i,n,v)
def tree(depth, nf, leaves_targets, tid, modes, missing, sign=True, sparse=False, prob=0.8):
    nodes=[];weights=[]
    def rec(d):
        me=len(nodes); nodes.append(None)
        if d==0 or (me>0 and rng.random()>prob):
            nodes[me]=(me,0,0.0,'LEAF',0,0,0)
            for c in leaves_targets:
                if sparse and rng.random()<0.5: continue
                w=rng.normal() if sign else abs(rng.normal())
                weights.append((tid,me,c,float(np.float32(w))))
            return me
        f=int(rng.integers(nf)); v=float(np.float32(np.round(rng.normal()*2)/2)); m=modes[int(rng.integers(len(modes)))]
        miss=int(rng.integers(2)) if missing else 0
        a=rec(d-1); b=rec(d-1)
        nodes[me]=(me,f,v,m,a,b,miss)
        return me
    rec(depth)
    return nodes,weights
def ens(nt,depth,nf,targets_of,modes=['BRANCH_LEQ'],missing=False,sign=True,sparse=False):
    a=dict(nodes_treeids=[],nodes_nodeids=[],nodes_featureids=[],nodes_values=[],nodes_modes=[],nodes_truenodeids=[],nodes_falsenodeids=[])
    miss=[];W=[]
    for t in range(nt):
        n,w=tree(depth,nf,targets_of(t),t,modes,missing,sign,sparse)
        for (i,f,v,m,x,y,ms) in n:
            a['nodes_treeids'].append(t);a['nodes_nodeids'].append(i);a['nodes_featureids'].append(f);a['nodes_values'].append(v);a['nodes_modes'].append(m);a['nodes_truenodeids'].append(x);a['nodes_falsenodeids'].append(y);miss.append(ms)
        W+=w
    if missing: a['nodes_missing_value_tracks_true']=miss
    return a,W
def X(n,f,dt=np.float32,nan=False):
    x=np.round(rng.normal(size=(n,f))*4)/2
    x=x.astype(dt)
    if nan: x[rng.random(x.shape)<0.2]=np.nan
    return x
ALL=['BRANCH_LEQ','BRANCH_LT','BRANCH_GTE','BRANCH_GT','BRANCH_EQ','BRANCH_NEQ']
def reg(name,nt,depth,nf,C,targets_of,agg='SUM',post='NONE',base=None,dt=np.float32,rows=13,**k):
    a,W=ens(nt,depth,nf,targets_of,**k)
    at=dict(a,n_targets=C,aggregate_function=agg,post_transform=post,target_treeids=[w[0] for w in W],target_nodeids=[w[1] for w in W],target_ids=[w[2] for w in W],target_weights=[w[3] for w in W])
    if base is not None: at['base_values']=base
    if dt==np.float64:
        at['nodes_values_as_tensor']=nh.from_array(np.array(at.pop('nodes_values'),np.float64)); at['target_weights_as_tensor']=nh.from_array(np.array(at.pop('target_weights'),np.float64))
        if base is not None: at['base_values_as_tensor']=nh.from_array(np.array(at.pop('base_values'),np.float64))
    save(name,h.make_node('TreeEnsembleRegressor',['x'],['y'],domain='ai.onnx.ml',**at),{'x':X(rows,nf,dt,k.get('missing',False) and dt in (np.float32,np.float64))},[('y',T.FLOAT)])
def cls(name,nt,depth,nf,labels,targets_of,post='NONE',base=None,dt=np.float32,rows=23,**k):
    a,W=ens(nt,depth,nf,targets_of,**k)
    at=dict(a,post_transform=post,class_treeids=[w[0] for w in W],class_nodeids=[w[1] for w in W],class_ids=[w[2] for w in W],class_weights=[w[3] for w in W])
    if base is not None: at['base_values']=base
    at['classlabels_strings' if isinstance(labels[0],str) else 'classlabels_int64s']=labels
    save(name,h.make_node('TreeEnsembleClassifier',['x'],['label','y'],domain='ai.onnx.ml',**at),{'x':X(rows,nf,dt,k.get('missing',False) and dt in (np.float32,np.float64))},[('label',T.STRING if isinstance(labels[0],str) else T.INT64),('y',T.FLOAT)])
POST=['NONE','LOGISTIC','SOFTMAX','SOFTMAX_ZERO','PROBIT']
for agg in ['SUM','AVERAGE','MIN','MAX']:
  for C in (1,3):
    for b in (None,[0.25]*1,[0.25,-.5,1.][:C]):
      reg(f'reg_{agg}_{C}_{0 if b is None else len(b)}',5,4,6,C,lambda t:list(range(C)),agg,base=b)
  reg(f'reg_sparse_{agg}',5,4,6,3,lambda t:[0,1,2],agg,sparse=True)
  reg(f'reg_one_{agg}',6,4,6,3,lambda t:[t%3],agg)
for p in POST:
  reg(f'reg_post1_{p}',5,3,4,1,lambda t:[0],post=p); reg(f'reg_post3_{p}',5,3,4,3,lambda t:[0,1,2],post=p)
for dt in (np.float64,np.int64,np.int32): reg(f'reg_{np.dtype(dt).name}',5,4,6,2,lambda t:[0,1],dt=dt,base=[.5,.25])
for m in ALL: reg(f'reg_{m}',4,5,5,1,lambda t:[0],modes=[m],missing=True)
reg('reg_modes',9,6,5,2,lambda t:[0,1],modes=ALL,missing=True)
reg('reg_leaf',3,0,5,2,lambda t:[0,1])
reg('reg_one_row',5,4,6,2,lambda t:[0,1],rows=1)
reg('reg_100',100,4,6,1,lambda t:[0],rows=400)
for lab in ([0,1],[3,7],['a','b']):
  for p in POST:
    for b in (None,[0.3],[0.3,-0.2]):
      bn=0 if b is None else len(b)
      ln=str(lab[1])
      for sg in (True,False):
        cls(f'cls2_{ln}_{p}_{bn}_{int(sg)}_c0',5,4,6,lab,lambda t:[0],p,b,sign=sg)
        cls(f'cls2_{ln}_{p}_{bn}_{int(sg)}_c1',5,4,6,lab,lambda t:[1],p,b,sign=sg)
        cls(f'cls2_{ln}_{p}_{bn}_{int(sg)}_both',5,4,6,lab,lambda t:[0,1],p,b,sign=sg)
        cls(f'cls2_{ln}_{p}_{bn}_{int(sg)}_sparse',3,3,6,lab,lambda t:[0,1],p,b,sign=sg,sparse=True)
for lab in ([0,1,2],['a','b','c']):
  for p in POST:
    for b in (None,[0.3],[0.3,-0.2,.1]):
      bn=0 if b is None else len(b)
      cls(f'cls3_{lab[1]}_{p}_{bn}_all',5,4,6,lab,lambda t:[0,1,2],p,b)
      cls(f'cls3_{lab[1]}_{p}_{bn}_one',7,4,6,lab,lambda t:[t%3],p,b)
      cls(f'cls3_{lab[1]}_{p}_{bn}_sparse',3,3,6,lab,lambda t:[0,1,2],p,b,sparse=True)
for p in POST:
  cls(f'cls1_{p}',3,3,6,[1],lambda t:[0],p); cls(f'cls1_{p}_b',3,3,6,[1],lambda t:[0],p,[.2])
for dt in (np.float64,np.int64,np.int32): cls(f'cls3_{np.dtype(dt).name}',5,4,6,[4,5,6],lambda t:[0,1,2],dt=dt)
# linear
for p in POST:
  for C in (1,2,3):
    for inter in (True,False):
      co=rng.normal(size=(C,4)).astype(np.float32); ic=rng.normal(size=C).astype(np.float32)
      k=dict(intercepts=ic.tolist()) if inter else {}
      save(f'linreg_{p}_{C}_{int(inter)}',h.make_node('LinearRegressor',['x'],['y'],domain='ai.onnx.ml',coefficients=co.ravel().tolist(),targets=C,post_transform=p,**k),{'x':X(5,4)},[('y',T.FLOAT)])
      for lab in ([0,1,2][:C],['a','b','c'][:C],[5,6],['p','q']):
        if C>len(lab): continue
        if len(lab)!=C and C!=1: continue
        s=isinstance(lab[0],str)
        save(f'lincls_{p}_{C}_{int(inter)}_{len(lab)}{lab[0]}',h.make_node('LinearClassifier',['x'],['l','y'],domain='ai.onnx.ml',coefficients=co.ravel().tolist(),post_transform=p,**{'classlabels_strings' if s else 'classlabels_ints':lab},**k),{'x':X(5,4)},[('l',T.STRING if s else T.INT64),('y',T.FLOAT)])
for dt in (np.float64,np.int64,np.int32):
  save(f'lincls_{np.dtype(dt).name}',h.make_node('LinearClassifier',['x'],['l','y'],domain='ai.onnx.ml',coefficients=co.ravel().tolist(),intercepts=ic.tolist(),classlabels_ints=[0,1,2]),{'x':X(5,4,dt)},[('l',T.INT64),('y',T.FLOAT)])
# svm
for kt in ('LINEAR','POLY','RBF','SIGMOID'):
  for oc in (0,1):
    save(f'svr_{kt}_{oc}',h.make_node('SVMRegressor',['x'],['y'],domain='ai.onnx.ml',kernel_type=kt,kernel_params=[0.3,0.5,2.],n_supports=5,support_vectors=rng.normal(size=20).tolist(),coefficients=rng.normal(size=5).tolist(),rho=[0.2],one_class=oc),{'x':X(6,4)},[('y',T.FLOAT)])
  for lab in ([0,1],['a','b','c'],[3,4,5,9]):
    C=len(lab); s=isinstance(lab[0],str); vp=[3,2,4,2][:C]; V=sum(vp); P=C*(C-1)//2
    for p in POST:
      for prob in (0,1):
        k=dict(prob_a=(-abs(rng.normal(size=P))).tolist(),prob_b=rng.normal(size=P).tolist()) if prob else {}
        save(f'svc_{kt}_{C}_{p}_{prob}',h.make_node('SVMClassifier',['x'],['l','y'],domain='ai.onnx.ml',kernel_type=kt,kernel_params=[0.3,0.5,2.],support_vectors=rng.normal(size=V*4).tolist(),coefficients=rng.normal(size=V*(C-1)).tolist(),rho=rng.normal(size=P).tolist(),vectors_per_class=vp,post_transform=p,**{'classlabels_strings' if s else 'classlabels_ints':lab},**k),{'x':X(9,4)},[('l',T.STRING if s else T.INT64),('y',T.FLOAT)])
save('svr_linear0',h.make_node('SVMRegressor',['x'],['y'],domain='ai.onnx.ml',coefficients=rng.normal(size=4).tolist(),rho=[0.2],kernel_params=[.3,.5,2.]),{'x':X(6,4)},[('y',T.FLOAT)])
for lab in ([0,1],['a','b','c'],[1]):
  for p in POST:
    for sg in (0,1):
      C=len(lab); s=isinstance(lab[0],str)
      co=rng.normal(size=C*4); co=abs(co) if sg else co
      save(f'svc_lin0_{C}_{p}_{sg}',h.make_node('SVMClassifier',['x'],['l','y'],domain='ai.onnx.ml',coefficients=co.tolist(),rho=[.3],post_transform=p,**{'classlabels_strings' if s else 'classlabels_ints':lab}),{'x':X(9,4)},[('l',T.STRING if s else T.INT64),('y',T.FLOAT)])
# features
for dt in (np.float32,np.float64,np.int64,np.int32):
  n=np.dtype(dt).name
  x=X(5,4,dt); x[2]=0
  for norm in ('MAX','L1','L2'):
    save(f'norm_{norm}_{n}',h.make_node('Normalizer',['x'],['y'],domain='ai.onnx.ml',norm=norm),{'x':x},[('y',T.FLOAT)])
  save(f'scaler_{n}',h.make_node('Scaler',['x'],['y'],domain='ai.onnx.ml',scale=[.5,2.,3.,.1],offset=[1.,-1.,.3,.7]),{'x':x},[('y',T.FLOAT)])
  save(f'scaler1_{n}',h.make_node('Scaler',['x'],['y'],domain='ai.onnx.ml',scale=[.5],offset=[1.]),{'x':x},[('y',T.FLOAT)])
  tt=h.np_dtype_to_tensor_dtype(np.dtype(dt))
  save(f'binarizer_{n}',h.make_node('Binarizer',['x'],['y'],domain='ai.onnx.ml',threshold=.5),{'x':x},[('y',tt)])
  save(f'onehot_{n}',h.make_node('OneHotEncoder',['x'],['y'],domain='ai.onnx.ml',cats_int64s=[0,1,2,-1],zeros=1),{'x':x},[('y',T.FLOAT)])
  save(f'afe_{n}',h.make_node('ArrayFeatureExtractor',['x','i'],['y'],domain='ai.onnx.ml'),{'x':x,'i':np.array([[2,0,2]],np.int64)},[('y',tt)])
  save(f'fv_{n}',h.make_node('FeatureVectorizer',['x','z'],['y'],domain='ai.onnx.ml',inputdimensions=[6,1]),{'x':x,'z':X(5,2,dt)},[('y',T.FLOAT)])
save('norm_vec',h.make_node('Normalizer',['x'],['y'],domain='ai.onnx.ml',norm='L2'),{'x':X(1,4)[0]},[('y',T.FLOAT)])
save('scaler_vec',h.make_node('Scaler',['x'],['y'],domain='ai.onnx.ml',scale=[.5],offset=[1.]),{'x':X(1,4)[0]},[('y',T.FLOAT)])
save('afe_vec',h.make_node('ArrayFeatureExtractor',['x','i'],['y'],domain='ai.onnx.ml'),{'x':X(1,4)[0],'i':np.array([2,0,2],np.int64)},[('y',T.FLOAT)])
xs=np.array([['a','b'],['c','zz']],object)
save('onehot_str',h.make_node('OneHotEncoder',['x'],['y'],domain='ai.onnx.ml',cats_strings=['a','c','b']),{'x':xs},[('y',T.FLOAT)])
save('imp_nan',h.make_node('Imputer',['x'],['y'],domain='ai.onnx.ml',imputed_value_floats=[1.,2.,3.,4.],replaced_value_float=float('nan')),{'x':X(6,4,nan=True)},[('y',T.FLOAT)])
save('imp_one',h.make_node('Imputer',['x'],['y'],domain='ai.onnx.ml',imputed_value_floats=[1.],replaced_value_float=0.),{'x':X(6,4,nan=True)},[('y',T.FLOAT)])
save('imp_int',h.make_node('Imputer',['x'],['y'],domain='ai.onnx.ml',imputed_value_int64s=[7,8,9,10],replaced_value_int64=0),{'x':X(6,4,np.int64)},[('y',T.INT64)])
save('catmap_s',h.make_node('CategoryMapper',['x'],['y'],domain='ai.onnx.ml',cats_strings=['a','b'],cats_int64s=[5,6],default_int64=-9),{'x':xs},[('y',T.INT64)])
save('catmap_i',h.make_node('CategoryMapper',['x'],['y'],domain='ai.onnx.ml',cats_strings=['a','b'],cats_int64s=[5,6],default_string='none'),{'x':np.array([[5,6],[7,5]],np.int64)},[('y',T.STRING)])
for kn,kv,xv in [('int64s',[1,2,3],np.array([[1,5],[3,2]],np.int64)),('strings',['a','b','c'],xs),('floats',[1.,float('nan'),2.5],np.array([[1,np.nan],[2.5,7]],np.float32))]:
  for vn,vv,tt in [('int64s',[10,20,30],T.INT64),('strings',['x','y','z'],T.STRING),('floats',[.1,.2,.3],T.FLOAT)]:
    save(f'le_{kn}_{vn}',h.make_node('LabelEncoder',['x'],['y'],domain='ai.onnx.ml',**{'keys_'+kn:kv,'values_'+vn:vv}),{'x':xv},[('y',tt)],2)
save('le1_s',h.make_node('LabelEncoder',['x'],['y'],domain='ai.onnx.ml',classes_strings=['a','b','c'],default_int64=-5),{'x':xs},[('y',T.INT64)],1)
save('le1_i',h.make_node('LabelEncoder',['x'],['y'],domain='ai.onnx.ml',classes_strings=['a','b','c'],default_string='q'),{'x':np.array([[1,5],[0,2]],np.int64)},[('y',T.STRING)],1)
save('inverse',h.make_node('Inverse',['x'],['y'],domain='com.microsoft'),{'x':(rng.normal(size=(3,4,4))+3*np.eye(4)).astype(np.float32)},[('y',T.FLOAT)])
# v5
def v5(name,dt,agg,C,post,members=False,missing=False):
  nodes=[];leaves=[];roots=[];mem=[]
  def rec(d):
    if d==0 or (nodes and rng.random()<.2):
      leaves.append((int(rng.integers(C)),rng.normal())); return len(leaves)-1,1
    me=len(nodes); nodes.append(None)
    m=int(rng.integers(7 if members else 6)); f=int(rng.integers(5)); v=np.round(rng.normal()*2)/2
    a=rec(d-1); b=rec(d-1)
    nodes[me]=[m,f,v,a,b,int(rng.integers(2))]
    return me,0
  for t in range(4):
    roots.append(len(nodes)); r=rec(4)
    if r[1]: nodes.append([0,0,0.,r,r,0])
  for n in nodes:
    if n[0]==6:
      mem+=list(np.unique(np.round(rng.normal(size=int(rng.integers(1,6)))*4)/2)[:5]); mem.append(np.nan); n[2]=0
  k=dict(membership_values=nh.from_array(np.array(mem,dt))) if mem else {}
  if missing: k['nodes_missing_value_tracks_true']=[n[5] for n in nodes]
  save(name,h.make_node('TreeEnsemble',['x'],['y'],domain='ai.onnx.ml',n_targets=C,aggregate_function=agg,post_transform=post,tree_roots=roots,
   nodes_modes=nh.from_array(np.array([n[0] for n in nodes],np.uint8)),nodes_featureids=[n[1] for n in nodes],nodes_splits=nh.from_array(np.array([n[2] for n in nodes],dt)),
   nodes_truenodeids=[n[3][0] for n in nodes],nodes_trueleafs=[n[3][1] for n in nodes],nodes_falsenodeids=[n[4][0] for n in nodes],nodes_falseleafs=[n[4][1] for n in nodes],
   leaf_targetids=[l[0] for l in leaves],leaf_weights=nh.from_array(np.array([l[1] for l in leaves],dt)),**k),{'x':X(20,5,dt,missing)},[('y',h.np_dtype_to_tensor_dtype(np.dtype(dt)))],5)
for agg in range(4):
  for post in range(5):
    v5(f'v5_{agg}_{post}',np.float32,agg,3,post)
  v5(f'v5_{agg}_one',np.float32,agg,1,0)
  v5(f'v5_{agg}_mem',np.float32,agg,2,0,True,False); v5(f'v5_{agg}_memmiss',np.float32,agg,2,0,True,True); v5(f'v5_{agg}_miss',np.float32,agg,2,0,False,True)
v5('v5_double',np.float64,1,2,0)
print(len(os.listdir(OUT)))
