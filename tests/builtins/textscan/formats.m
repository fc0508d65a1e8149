% After the examples of the documentation of textscan.
C = textscan('0.41 8.24 3.57 6.24 9.27','%f');
assert(isequal(C,{[0.41;8.24;3.57;6.24;9.27]}))
C = textscan('0.41 8.24 3.57 6.24 9.27','%3.1f %*1d');
assert(isequal(C{1},[0.4;8.2;3.5;6.2;9.2]))
line = '09/12/2005 Level1 12.34 45 1.23e10 inf Nan Yes 5.1';
C = textscan(line,'%s %s %f32 %d8 %u %f %f %s %f');
assert(isequal(C{1},{'09/12/2005'}) && isa(C{3},'single') && isa(C{4},'int8') && C{5} == intmax('uint32') && C{6} == Inf && isnan(C{7}))
C = textscan(line,'%s Level%d %f32 %d8 %u %f %f %s %f');
assert(isequal(C{2},int32(1)))
C = textscan(sprintf('1,  2,  3,  4,   ,  6\n7,  8,  9,   ,  11, 12'),'%f %f %f %f %u8 %f','Delimiter',',','EmptyValue',-Inf);
assert(isequal(C{4},[4;-Inf]) && isequal(C{5},uint8([0;11])))
C = textscan(sprintf('abc, 2, NA, 3, 4\n// Comment Here\ndef, na, 5, 6, 7'),'%s %n %n %n %n','Delimiter',',','TreatAsEmpty',{'NA','na'},'CommentStyle','//');
assert(isequal(C{1},{'abc';'def'}) && isequaln(C{2},[2;NaN]) && isequaln(C{3},[NaN;5]) && isequal(C{5},[4;7]))
C = textscan(sprintf('1, 2, 3,, 4\n5, 6, 7,, 8'),'%f %f %f %f','Delimiter',',','MultipleDelimsAsOne',1);
assert(isequal([C{:}],[1 2 3 4;5 6 7 8]))
C = textscan(sprintf('h1\nh2\n1 2\n3 4'),'%f %f','HeaderLines',2,'CollectOutput',true);
assert(isequal(C,{[1 2;3 4]}))
C = textscan('"Smith, J.","M ""x""",38,71.1','%q %q %d %f','Delimiter',',');
assert(isequal(C{1},{'Smith, J.'}) && isequal(C{2},{'M "x"'}) && C{3} == 38)
C = textscan('ab12cd3','%[a-z]%f');
assert(isequal(C{1},{'ab';'cd'}) && isequal(C{2},[12;3]))
C = textscan('1;2;x;4','%f','Delimiter',';');
assert(isequal(C,{[1;2]}))
[C,at] = textscan('1 2 3 4','%f',2);
assert(isequal(C,{[1;2]}))
C = textscan(sprintf('1 2 3\n4 5 6'),'');
assert(isequal(C,{[1 2 3;4 5 6]}))
% A file: reading goes on where it ended.
f = [tempname '.txt'];
writelines(["1,a" "2,b" "3,c"],f)
fid = fopen(f);
C = textscan(fid,'%f %s',1,'Delimiter',',');
D = textscan(fid,'%f %s','Delimiter',',');
fclose(fid);
delete(f)
assert(C{1} == 1 && isequal(D{1},[2;3]) && isequal(D{2},{'b';'c'}))
assert(isequal(textscan('','%f'),{zeros(0,1)}))
