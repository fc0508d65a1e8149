classdef smallApp < matlab.apps.App
    properties
        Window
    end
end

%[appendix]
%---
%[app:layout]
%{
<?xml version='1.0' encoding='UTF-8'?>
<Components>
  <UIFigure name='Window'>
    <Name>'Small'</Name>
  </UIFigure>
</Components>
%}
